// A web server as an origin: HTTPS only, TLS 1.2.
import type { Origin } from "./origin";
import type { OriginVerifySecret } from "./origin-verify-secret";
import { terraformString } from "./terraform-string";

export interface ServerOriginProps {
  /** DNS name that the server's certificate covers, e.g. "54.180.1.2.nip.io". CloudFront takes no IP address. */
  readonly domainName: string;
  /**
   * What tells two servers of one distribution apart.
   * @default "server"
   */
  readonly id?: string;
  /**
   * Prefix that CloudFront puts before every path, e.g. "/v1"; begins with a slash and does not end with one.
   * @default no prefix
   */
  readonly path?: string;
  /**
   * Seconds that CloudFront waits for a response, and between two packets of one; 1 to 120, above 60 by quota.
   * @default CloudFront's own 30
   */
  readonly readTimeoutSeconds?: number;
  /**
   * Header by which the server knows CloudFront; the value is a reference to a sensitive Terraform variable.
   * @default no header
   */
  readonly verifyHeader?: { readonly name: string; readonly secret: OriginVerifySecret };
}

// CloudFront's own response timeout (Developer Guide, origin settings).
const defaultReadTimeoutSeconds = 30;

/** @returns the server as an origin; CloudFront reaches it on port 443 and checks its certificate */
export function serverOrigin(props: ServerOriginProps): Origin {
  const {
    id: name = "server",
    domainName,
    path = "",
    readTimeoutSeconds = defaultReadTimeoutSeconds,
    verifyHeader,
  } = props;
  const suffix = readTimeoutSeconds === defaultReadTimeoutSeconds ? "" : ` ${readTimeoutSeconds}s`;
  const id = `${name}${terraformString(path)}${suffix}`;
  return {
    id,
    kind: "server",
    ...(verifyHeader ? { precondition: verifyHeader.secret.precondition } : {}),
    block: {
      originId: id,
      domainName,
      originPath: terraformString(path),
      customHeader: verifyHeader ? [{ name: verifyHeader.name, value: verifyHeader.secret.value }] : [],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: "https-only",
        // The newest that can be named; CloudFront offers TLS 1.3 by itself (API enum OriginSslProtocols).
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: readTimeoutSeconds,
      },
    },
  };
}
