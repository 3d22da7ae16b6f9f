// handshake: do the server and CloudFront have a protocol, a cipher and a curve in common, for the name in SNI?
import { cloudFrontCipherFlags, sClient } from "../command";
import { type OnTarget, tlsCheck } from "../examination";
import { type Evidence, error, type Fault, type Finding, ok, unknown, warning } from "../finding";
import { BAD_GATEWAY, symptom } from "../targets";
import { cloudFrontSuites, type Protocol, protocols, suiteName } from "../tls/cloudfront";
import { helloIn, olderProtocols, type TlsFacts } from "../tls/endpoint";
import type { Probe } from "../tls/probe";
import type { ServerHello } from "../tls/server-reply";
import { unsupportedKey } from "./certificate-key";
import { withoutTls } from "./port";

export const handshake = tlsCheck(
  "handshake",
  "the server agrees with CloudFront on protocol, cipher and name",
  (facts, on) => withoutTls(facts, on) ?? judge(facts, on),
);

function judge(facts: TlsFacts, on: OnTarget): Finding {
  const { about, world, target } = on;
  const command = sClient(world, target.endpoint, ["-tls1_2", ...cloudFrontCipherFlags]);
  const evidence = evidenceOf(facts, on);
  const browsers = target.peer === "browser" ? helloForBrowsers(facts) : null;
  if (browsers) {
    return ok(
      about,
      `Browsers get ${browsers.protocol} with ${suiteName(browsers.suite)}.`,
      evidence,
      command,
    );
  }
  const agreed = target.protocols.find((name) => helloIn(facts.replies, name));
  if (agreed) {
    const message = `${agreed} with ${facts.suites.length} of the ${Object.keys(cloudFrontSuites).length} ciphers that CloudFront offers.`;
    return ok(about, message, evidence, command);
  }
  const seen = symptom(target, BAD_GATEWAY, "ERR_SSL_VERSION_OR_CIPHER_MISMATCH");
  return refusal(facts, on, { evidence, command, symptom: seen });
}

// Browsers know TLS 1.3, and of TLS 1.2 all that agrees on a key by elliptic curves, ChaCha20 too.
function helloForBrowsers({ replies, broad }: TlsFacts): ServerHello | null {
  const own = helloIn(replies, "TLSv1.3") ?? helloIn(replies, "TLSv1.2");
  if (own) return own;
  const isTaken = broad?.kind === "hello" && broad.protocol === "TLSv1.2";
  return isTaken && suiteName(broad.suite).startsWith("ECDHE-") ? broad : null;
}

type Shown = Required<Omit<Fault, "message" | "fix">>;

// From the most particular cause to the most general, so that one fault is one finding.
function refusal(facts: TlsFacts, on: OnTarget, shown: Shown): Finding {
  const { about, target } = on;
  const { replies, broad, nameless, chain } = facts;
  const older = olderProtocols.filter((name) => helloIn(replies, name));
  if (isUnknownName(replies["TLSv1.2"]) || (broad?.kind !== "hello" && nameless?.kind === "hello")) {
    return error("doctor/name-refused", about, { ...nameRefused(on), ...shown });
  }
  if (older.length > 0) return error("doctor/no-common-protocol", about, { ...tooOld(older, on), ...shown });
  if (chain && broad?.kind === "hello" && unsupportedKey(chain.leaf, target)) {
    return unknown(about, "The server's key decides it; see the check certificate-key.");
  }
  if (broad?.kind === "hello") return withoutCommon(broad.suite, on, shown);
  if (helloIn(replies, "TLSv1.3")) {
    return warning("doctor/tls13-only", about, { ...tls13Only, ...shown, symptom: tls13Symptom(on) });
  }
  return error("doctor/handshake-refused", about, {
    message: `The server refuses every handshake for ${target.endpoint.serverName ?? "an address"}.`,
    fix: "Look into /var/log/nginx/error.log: a missing or unreadable certificate or key is the usual reason.",
    ...shown,
  });
}

function isUnknownName(reply: Probe): boolean {
  return reply.kind === "alert" && reply.description === UNRECOGNIZED_NAME;
}

// RFC 6066 §3.
const UNRECOGNIZED_NAME = 112;

function withoutCommon(suite: number, { about }: OnTarget, shown: Shown): Finding {
  if (Object.values(cloudFrontSuites).includes(suite)) {
    return error("doctor/no-common-curve", about, {
      message: "The server takes a cipher of CloudFront's, but none of its curves or signatures.",
      fix: "Allow P-256: `ssl_ecdh_curve X25519:prime256v1:secp384r1;` in Nginx.",
      ...shown,
    });
  }
  return error("doctor/no-common-cipher", about, {
    message: `The server wants ${suiteName(suite)}, which CloudFront does not offer, and takes none that it does.`,
    fix: "Allow ECDHE with AES-GCM: `ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384;`, as the generated snippet does.",
    ...shown,
  });
}

function tooOld(accepted: readonly string[], { target }: OnTarget): Pick<Fault, "message" | "fix"> {
  return {
    message: `The server speaks ${accepted.join(", ")} alone; the distribution is set to ${target.protocols.join(", ")}.`,
    fix: "Write `ssl_protocols TLSv1.2 TLSv1.3;` as the generated snippet does. A load balancer needs a security policy with TLS 1.2.",
  };
}

function nameRefused({ target }: OnTarget): Pick<Fault, "message" | "fix"> {
  return {
    message: `The server has no certificate for ${target.endpoint.serverName}: ${target.why}.`,
    fix: "Give the server that name (server_name and certificate), or stop forwarding Host, so that CloudFront asks for the origin's own name.",
  };
}

const tls13Only: Pick<Fault, "message" | "fix"> = {
  message:
    "The server speaks TLS 1.3 alone. CloudFront was seen to offer it to origins, but it cannot be set and is not promised.",
  fix: 'Write `ssl_protocols TLSv1.2 TLSv1.3;`, or set `server.nginx.tls` to "intermediate".',
};

function tls13Symptom({ target }: OnTarget): string {
  return symptom(
    target,
    `none where CloudFront offers TLS 1.3, else ${BAD_GATEWAY}`,
    "none in current browsers",
  );
}

function evidenceOf({ replies, broad, suites }: TlsFacts, { target }: OnTarget): Evidence {
  return [
    ["SNI", `${target.endpoint.serverName ?? "none"}, since ${target.why}`],
    ...protocols.map((name) => [name, replyText(replies[name], name)] as const),
    ...(suites.length > 0 ? ([["accepted", suites.join(" ")]] as const) : []),
    ...(broad ? ([["other offer", replyText(broad)]] as const) : []),
  ];
}

function replyText(reply: Probe, asked?: Protocol): string {
  switch (reply.kind) {
    case "hello":
      if (asked && reply.protocol !== asked) return `refused, offers ${reply.protocol} instead`;
      return `${reply.protocol} ${suiteName(reply.suite)}`;
    case "alert":
      return `refused, ${alerts[reply.description] ?? `alert ${reply.description}`}`;
    case "closed":
      return "refused, the server hung up";
    case "silent":
      return "no answer";
    case "not-tls":
      return "no TLS";
    case "unreachable":
      return "no connection";
  }
}

// RFC 8446 §6.
const alerts: Readonly<Record<number, string>> = {
  40: "handshake_failure",
  47: "illegal_parameter",
  70: "protocol_version",
  71: "insufficient_security",
  80: "internal_error",
  [UNRECOGNIZED_NAME]: "unrecognized_name",
};
