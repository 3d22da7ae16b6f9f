// Draft: the first config of a project, made of a few answers; everything else keeps its default.

import { isAddress } from "../../config/host-name";
import { isNipIo, nipIoAddress, nipIoName } from "../../config/nip-io";

export interface Answers {
  readonly name: string;
  readonly region: string;
  readonly host: HostAnswer;
  readonly email: string;
  readonly securityGroupId: string | null;
  /** null where CloudFront serves nothing yet. */
  readonly site: SiteAnswer | null;
  /** Django settings file to generate; null without Django. */
  readonly settingsFile: string | null;
}

export interface SiteAnswer {
  readonly bucket: string;
  readonly envFile: string;
  readonly envPrefix: string;
  readonly isSinglePage: boolean;
}

export type HostAnswer =
  | { readonly kind: "nip.io"; readonly ip: string; readonly notation?: "dotted" | "dashed" }
  | { readonly kind: "ip"; readonly ip: string }
  | { readonly kind: "domain"; readonly name: string };

export interface Draft {
  readonly value: Readonly<Record<string, unknown>>;
  /** What a place is for, by its path: `server.host`. */
  readonly comments: Readonly<Record<string, string>>;
}

export function draftOf({ name, region, host, email, securityGroupId, site, settingsFile }: Answers): Draft {
  const value = {
    $schema: "./node_modules/httpsmith/schemas/project.schema.json",
    name,
    region,
    server: {
      host: withoutDefault(host),
      ...(securityGroupId === null ? {} : { securityGroupId }),
      acme: { email },
    },
    ...(site && siteSections(site)),
    ...(settingsFile === null ? {} : { django: { settingsFile } }),
    ...(site && { frontend: { distribution: "site", envFile: site.envFile, envPrefix: site.envPrefix } }),
  };
  return { value, comments };
}

// "dotted" says that the name was given, not just the address; in the config it is what is left out.
function withoutDefault(host: HostAnswer): HostAnswer {
  return host.kind === "nip.io" && host.notation === "dotted" ? { kind: host.kind, ip: host.ip } : host;
}

function siteSections({ bucket, isSinglePage }: SiteAnswer): object {
  const behaviors = [{ path: "*", origin: { bucket: "client" } }];
  return {
    buckets: { client: { name: bucket } },
    distributions: { site: { behaviors, ...(isSinglePage ? { spa: true } : {}) } },
  };
}

const comments: Draft["comments"] = {
  server: "The server: Nginx terminates TLS in front of Gunicorn and Django.",
  "server.securityGroupId": "httpsmith opens 443, and 80 for the certificate, in this group.",
  buckets: "The built front end: private in S3, served by CloudFront.",
  "distributions.site.spa":
    "Paths without a file extension serve index.html, so that the app's router sees them.",
  django: "Whom Django trusts, and the URL that the page calls, follow from the lines above.",
};

/** @returns the host that a name or an address in an answer means; what is wrong with it, the rules tell */
export function hostOf(answer: string, { bareIp = false } = {}): HostAnswer {
  const text = answer.trim();
  if (isAddress(text)) return { kind: bareIp ? "ip" : "nip.io", ip: text };
  const ip = isNipIo(text) ? nipIoAddress(text) : null;
  if (ip !== null && text === nipIoName(ip, "dotted")) return { kind: "nip.io", ip, notation: "dotted" };
  if (ip !== null && text === nipIoName(ip, "dashed")) return { kind: "nip.io", ip, notation: "dashed" };
  return { kind: "domain", name: text };
}
