// Rules of what travels between CloudFront and an origin: encrypted, with headers that CloudFront may set.
import { ORIGIN_VERIFY_HEADER, verifiesOrigin } from "../origin-verify";
import type { JsonPath, Problem } from "../problem";
import { looksSecretName, looksSecretValue } from "../secrets";
import { show } from "../show";
import { type OriginConfig, originsOf } from "./origins-of";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error, warning } from "./report";

export const originEncryption = perBehavior({ reads: ["distributions"] }, encryptionProblems);
export const originHeaders = perBehavior(
  { reads: ["distributions", "server.ingress", "server.originVerify"] },
  (behavior, path, { config }) =>
    originsOf(behavior, path).flatMap((one) =>
      headerProblems(one.origin, one.path, ownHeaders(one.origin, config)),
    ),
);
export const originSecrets = perBehavior({ reads: ["distributions", "terraform"] }, secretProblems);
export const failoverMethods = perBehavior({ reads: ["distributions"] }, failoverProblems);
export const viewerEncryption = perBehavior({ reads: ["distributions"] }, viewerProblems);

function encryptionProblems(behavior: Behavior, path: JsonPath): Problem[] {
  return originsOf(behavior, path).flatMap(({ origin, path: at }) => [
    ...plainProblems(origin, at, behavior.viewerProtocolPolicy),
    ...oldTlsProblems(origin, at),
  ]);
}

function plainProblems(origin: OriginConfig, path: JsonPath, viewers: string): Problem[] {
  const isWebsite = origin.host?.includes(".s3-website") === true;
  const isPlain =
    origin.protocol === "http-only" || (origin.protocol === "match-viewer" && viewers === "allow-all");
  if (origin.host === undefined || isWebsite || !isPlain) return [];
  return [
    error("behaviors/plain-http-origin", [...path, "protocol"], {
      message:
        "Requests would cross the internet unencrypted behind CloudFront, with cookies, tokens and secret headers, while viewers see a padlock.",
      got: show(origin.protocol),
      expected: '"https-only"',
      fix: 'Give the host a certificate and write "protocol": "https-only".',
    }),
  ];
}

function oldTlsProblems(origin: OriginConfig, path: JsonPath): Problem[] {
  return (origin.sslProtocols ?? []).flatMap((version, index) => {
    if (version === "TLSv1.2") return [];
    return [
      error("behaviors/old-origin-tls", [...path, "sslProtocols", index], {
        message: "TLS 1.0 and 1.1 are withdrawn (RFC 8996).",
        got: version,
        fix: 'Let the origin speak TLS 1.2 and write "sslProtocols": ["TLSv1.2"].',
      }),
    ];
  });
}

// Source: CloudFront Developer Guide, custom headers that CloudFront cannot add to origin requests.
const refusedHeaders =
  /^(cache-control|connection|content-length|cookie|host|if-match|if-modified-since|if-none-match|if-range|if-unmodified-since|max-forwards|pragma|proxy-authenticate|proxy-authorization|proxy-connection|range|request-range|te|trailer|transfer-encoding|upgrade|via|x-real-ip|x-amz-.*|x-edge-.*)$/i;

// What CloudFront sends to the origin without a word in it.
function ownHeaders(origin: OriginConfig, { server }: BehaviorContext["config"]): { name: string }[] {
  return origin.server && server && verifiesOrigin(server) ? [{ name: ORIGIN_VERIFY_HEADER }] : [];
}

function headerProblems(origin: OriginConfig, path: JsonPath, own: readonly { name: string }[]): Problem[] {
  const names = (["customHeaders", "secretHeaders"] as const).flatMap((key) =>
    Object.keys(origin[key]).map((name) => ({ name, at: [...path, key, name] })),
  );
  return [
    ...names.flatMap(({ name, at }, index) => nameProblems(name, at, [...own, ...names.slice(0, index)])),
    ...Object.entries(origin.customHeaders).flatMap(([name, value]) =>
      secretInClear(name, value, [...path, "customHeaders", name]),
    ),
  ];
}

function nameProblems(name: string, at: JsonPath, before: readonly { name: string }[]): Problem[] {
  if (refusedHeaders.test(name)) {
    return [
      error("behaviors/header-not-allowed", at, {
        at: "key",
        message: "CloudFront does not take this header for origin requests.",
        got: show(name),
        fix: "Choose another name, such as X-Shop-Token.",
      }),
    ];
  }
  if (!before.some((one) => one.name.toLowerCase() === name.toLowerCase())) return [];
  return [
    error("behaviors/header-twice", at, {
      at: "key",
      message: "The origin has this header already; header names are the same in any case.",
      got: show(name),
      fix:
        name.toLowerCase() === ORIGIN_VERIFY_HEADER.toLowerCase()
          ? 'Choose another name, such as X-Shop-Token: "originVerify" of the server sends this one.'
          : "Keep one of them.",
    }),
  ];
}

function secretInClear(name: string, value: string, at: JsonPath): Problem[] {
  const why = looksSecretName(name.replaceAll("-", "_")) ?? looksSecretValue(value);
  if (why === null) return [];
  return [
    error("behaviors/header-looks-secret", at, {
      message: `This header looks secret (${why}), and its value would stand in the config and in Terraform's plan.`,
      fix: `Move it to "secretHeaders" with the name of a Terraform variable, and change the value: "secretHeaders": { ${JSON.stringify(name)}: "${variableName(name)}" }.`,
    }),
  ];
}

function variableName(header: string): string {
  return header
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+/, "");
}

function secretProblems(behavior: Behavior, path: JsonPath, { config }: BehaviorContext): Problem[] {
  const { s3, cloud } = config.terraform.backend ?? {};
  if (s3 || cloud) return [];
  return originsOf(behavior, path).flatMap(({ origin, path: at }) => {
    if (Object.keys(origin.secretHeaders).length === 0) return [];
    return [
      warning("behaviors/secret-in-local-state", [...at, "secretHeaders"], {
        at: "key",
        message:
          "Terraform keeps the values of these headers in its state, in clear, and the state is a file in this folder.",
        fix: 'Write a backend that encrypts and restricts it, such as "terraform": { "backend": { "s3": … } }, and never commit a state.',
      }),
    ];
  });
}

// The API's words: "Origin groups cannot include POST, PUT, PATCH, or DELETE for a cached behavior."
function failoverProblems({ failover, allowedMethods, origin }: Behavior, path: JsonPath): Problem[] {
  if (!failover) return [];
  if (allowedMethods === "all") {
    return [
      error("behaviors/failover-writes", [...path, "allowedMethods"], {
        message:
          "CloudFront fails over for GET, HEAD and OPTIONS, and refuses a group where other methods are allowed.",
        got: '"all"',
        fix: 'Write "allowedMethods": "read", and give paths that take POST a behavior without failover.',
      }),
    ];
  }
  if (JSON.stringify(failover.origin) !== JSON.stringify(origin)) return [];
  return [
    error("behaviors/failover-to-itself", [...path, "failover", "origin"], {
      message: "The second origin is the first one, so what fails there fails here.",
      fix: "Name another origin, or remove the failover.",
    }),
  ];
}

function viewerProblems({ viewerProtocolPolicy }: Behavior, path: JsonPath): Problem[] {
  if (viewerProtocolPolicy !== "allow-all") return [];
  return [
    error("behaviors/plain-http-viewers", [...path, "viewerProtocolPolicy"], {
      message: "Viewers may come over plain HTTP: everyone on their way reads and changes what they get.",
      got: '"allow-all"',
      fix: 'Write "redirect-to-https", or "https-only" for an API.',
    }),
  ];
}
