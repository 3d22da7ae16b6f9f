// The Mozilla TLS guideline 6.0, narrowed to what the declared Nginx and OpenSSL know.
import type { Nginx } from "../../config/project";
import type { View } from "../render";
import { atLeast } from "./version";

/** One profile of the guideline; `ciphers` are those of TLS 1.2, none in the modern profile. */
export interface TlsProfile {
  readonly protocols: readonly string[];
  readonly groups: readonly string[];
  readonly ciphers: readonly string[];
}

// https://ssl-config.mozilla.org/guidelines/6.0.json
const groups = ["X25519MLKEM768", "X25519", "prime256v1", "secp384r1"];

export const profiles: Readonly<Record<Nginx["tls"], TlsProfile>> = {
  intermediate: {
    protocols: ["TLSv1.2", "TLSv1.3"],
    groups,
    ciphers: [
      "ECDHE-ECDSA-AES128-GCM-SHA256",
      "ECDHE-RSA-AES128-GCM-SHA256",
      "ECDHE-ECDSA-AES256-GCM-SHA384",
      "ECDHE-RSA-AES256-GCM-SHA384",
      "ECDHE-ECDSA-CHACHA20-POLY1305",
      "ECDHE-RSA-CHACHA20-POLY1305",
    ],
  },
  modern: { protocols: ["TLSv1.3"], groups, ciphers: [] },
};

/** @param sessionCache name of the shared memory zone, one for each server */
export function tlsView(nginx: Nginx, sessionCache: string): View {
  const profile = profiles[nginx.tls];
  return {
    profile: nginx.tls,
    protocols: profile.protocols.join(" "),
    groups: profile.groups.filter((group) => knowsGroup(nginx, group)).join(":"),
    ciphers: profile.ciphers.join(":"),
    // Only TLS 1.2 keeps sessions on the server.
    sessionCache: profile.protocols.includes("TLSv1.2") ? sessionCache : null,
    // https://nginx.org/en/docs/http/ngx_http_ssl_module.html#ssl_session_ticket_key
    // 1.23.2 began to rotate ticket keys; before it one key lives as long as the process.
    unrotatedTickets: !atLeast(nginx.version, "1.23.2"),
  };
}

// An unknown group stops Nginx from starting. https://openssl-library.org/news/openssl-3.5-notes/
function knowsGroup(nginx: Nginx, group: string): boolean {
  return group !== "X25519MLKEM768" || atLeast(nginx.openssl, "3.5");
}
