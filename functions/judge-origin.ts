// CloudFront's rules for the origin that an origin-request function chooses (reference edge.md §2.1).
import { type Finding, invalid, type Json, unless } from "./finding";
import { type HeaderValues, isRecord, lambdaHeaders } from "./judge-headers";

/** @param headers of the request; a custom header may not have the name of one */
export function originFindings(origin: Json, headers: HeaderValues): Finding[] {
  if (!isRecord(origin)) return [invalid("origin", "An origin request has an origin.")];
  const kinds = Object.keys(origin);
  if (kinds.length !== 1 || !["custom", "s3"].includes(kinds[0]!))
    return [invalid("origin", "An origin is exactly one of custom and s3.")];
  const one = origin[kinds[0]!];
  if (!isRecord(one)) return [invalid(`origin.${kinds[0]}`, "An origin is an object.")];
  return [
    ...(kinds[0] === "custom" ? customFindings(one) : s3Findings(one)),
    ...headerFindings(one, kinds[0]!, headers),
  ];
}

function customFindings(one: Json): Finding[] {
  const at = (key: string) => `origin.custom.${key}`;
  const {
    domainName,
    path = "",
    port,
    protocol,
    keepaliveTimeout,
    readTimeout,
    responseCompletionTimeout = 0,
  } = one;
  return [
    ...unless(
      isDnsName(domainName),
      at("domainName"),
      "A domain name has at most 253 characters, no colon, and is no IP address.",
    ),
    ...pathFindings(path, at("path")),
    ...unless(
      port === 80 || port === 443 || inRange(port, 1024, 65_535),
      at("port"),
      "A port is 80, 443 or from 1024 to 65535.",
    ),
    ...unless(protocol === "http" || protocol === "https", at("protocol"), "A protocol is http or https."),
    ...unless(inRange(keepaliveTimeout, 1, 120), at("keepaliveTimeout"), "A time is from 1 to 120 seconds."),
    ...unless(inRange(readTimeout, 1, 120), at("readTimeout"), "A time is from 1 to 120 seconds."),
    ...unless(
      responseCompletionTimeout === 0 || responseCompletionTimeout >= readTimeout,
      at("responseCompletionTimeout"),
      "It is no shorter than readTimeout.",
    ),
    ...unless(
      areProtocols(one.sslProtocols),
      at("sslProtocols"),
      "Protocols are TLSv1.2, TLSv1.1, TLSv1 and SSLv3.",
    ),
  ];
}

function s3Findings(one: Json): Finding[] {
  const at = (key: string) => `origin.s3.${key}`;
  const { authMethod, domainName, path = "", region } = one;
  return [
    ...unless(
      ["origin-access-identity", "none"].includes(authMethod),
      at("authMethod"),
      "A method is origin-access-identity or none; origin access control has none.",
    ),
    ...unless(
      typeof domainName === "string" && /^[a-z0-9.-]{1,128}$/.test(domainName),
      at("domainName"),
      "A domain name has at most 128 lower-case characters.",
    ),
    ...unless(
      authMethod !== "origin-access-identity" || typeof region === "string",
      at("region"),
      "An origin access identity needs the bucket's region.",
    ),
    ...pathFindings(path, at("path")),
  ];
}

function headerFindings({ customHeaders }: Json, kind: string, headers: HeaderValues): Finding[] {
  const { values, findings } = lambdaHeaders(customHeaders ?? {});
  const at = `origin.${kind}.customHeaders`;
  const twice = [...values.keys()].filter((name) => headers.has(name));
  return [...findings, ...twice.map((name) => invalid(at, `The request has the header ${name} already.`))];
}

function pathFindings(path: Json, at: string): Finding[] {
  const fits = path === "" || (typeof path === "string" && /^\/.*[^/]$/.test(path) && path.length <= 255);
  return unless(
    fits,
    at,
    "A path begins with a slash, does not end with one, and has at most 255 characters.",
  );
}

function isDnsName(name: Json): boolean {
  return typeof name === "string" && /^[A-Za-z0-9.-]{1,253}$/.test(name) && !/^[\d.]+$/.test(name);
}

function inRange(value: Json, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function areProtocols(list: Json): boolean {
  return Array.isArray(list) && list.every((one) => ["TLSv1.2", "TLSv1.1", "TLSv1", "SSLv3"].includes(one));
}
