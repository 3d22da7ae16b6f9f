// Resolves the access logs of a distribution.
import type { Config } from "../../schemas/config";
import type { Logging } from "../project";

// Fields of the legacy logs in their order, without cs(Cookie) (Developer Guide, standard-logs-reference).
const STANDARD_FIELDS = [
  "date",
  "time",
  "x-edge-location",
  "sc-bytes",
  "c-ip",
  "cs-method",
  "cs(Host)",
  "cs-uri-stem",
  "sc-status",
  "cs(Referer)",
  "cs(User-Agent)",
  "cs-uri-query",
  "x-edge-result-type",
  "x-edge-request-id",
  "x-host-header",
  "cs-protocol",
  "cs-bytes",
  "time-taken",
  "x-forwarded-for",
  "ssl-protocol",
  "ssl-cipher",
  "x-edge-response-result-type",
  "cs-protocol-version",
  "fle-status",
  "fle-encrypted-fields",
  "c-port",
  "time-to-first-byte",
  "x-edge-detailed-result-type",
  "sc-content-type",
  "sc-content-len",
  "sc-range-start",
  "sc-range-end",
] as const;

const COOKIE_FIELD = "cs(Cookie)";

export function resolveLogging(
  logging: Config["distributions"][string]["logging"],
  id: string,
): Logging | null {
  if (logging === undefined) return null;
  const fields = logging.fields ?? [...STANDARD_FIELDS];
  const hasCookies = fields.includes(COOKIE_FIELD);
  return {
    bucket: logging.bucket,
    version: logging.version,
    prefix: logging.prefix ?? `cloudfront/${id}/`,
    format: logging.format,
    fields: logging.cookies && !hasCookies ? [...fields, COOKIE_FIELD] : fields,
    cookies: logging.cookies,
  };
}
