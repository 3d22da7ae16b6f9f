// A web server as an origin: HTTPS with TLS 1.2 or newer, unless it says otherwise.
import type { HostOrigin } from "../config/project";
import { type Origin, type OriginSettingsProps, originBase, secretPreconditions } from "./origin";
import type { Secret } from "./secret-variable";
import { terraformString } from "./terraform-string";

export interface HttpOriginProps extends OriginSettingsProps {
  /** DNS name that the server's certificate covers, e.g. "54.180.1.2.nip.io". CloudFront takes no IP address. */
  readonly host: string;
  /**
   * What the id of the origin begins with.
   * @default the host
   */
  readonly label?: string;
  /** @default "https-only" */
  readonly protocol?: HostOrigin["protocol"];
  /** @default 80 */
  readonly httpPort?: number;
  /** @default 443 */
  readonly httpsPort?: number;
  /**
   * TLS versions beside TLS 1.3, which CloudFront offers by itself.
   * @default ["TLSv1.2"], the newest that can be named
   */
  readonly sslProtocols?: HostOrigin["sslProtocols"];
  /**
   * Seconds that CloudFront waits for a response, and between two packets of one; 1 to 120, above 60 by quota.
   * @default 30
   */
  readonly readTimeoutSeconds?: number;
  /**
   * Seconds that CloudFront keeps an idle connection; 1 to 120, above 60 by quota.
   * @default 5
   */
  readonly keepaliveTimeoutSeconds?: number;
  /**
   * Header by which the server knows CloudFront. Like one of `secretHeaders`, but every origin of the server has it, so
   * it is no part of the id.
   * @default no header
   */
  readonly verifyHeader?: { readonly name: string; readonly secret: Secret };
}

// Source: CloudFront API, CustomOriginConfig.
const defaults = {
  httpPort: 80,
  httpsPort: 443,
  originProtocolPolicy: "https-only",
  originSslProtocols: ["TLSv1.2"],
  originReadTimeout: 30,
  originKeepaliveTimeout: 5,
};

/** @returns the server as an origin; over HTTPS, CloudFront checks its certificate */
export function httpOrigin(props: HttpOriginProps): Origin {
  const { host, label = host, verifyHeader } = props;
  const customOriginConfig = {
    httpPort: props.httpPort ?? defaults.httpPort,
    httpsPort: props.httpsPort ?? defaults.httpsPort,
    originProtocolPolicy: props.protocol ?? defaults.originProtocolPolicy,
    originSslProtocols: [...(props.sslProtocols ?? defaults.originSslProtocols)],
    originReadTimeout: props.readTimeoutSeconds ?? defaults.originReadTimeout,
    originKeepaliveTimeout: props.keepaliveTimeoutSeconds ?? defaults.originKeepaliveTimeout,
  };
  const isDefault = JSON.stringify(customOriginConfig) === JSON.stringify(defaults);
  const base = originBase(label, props, isDefault ? {} : customOriginConfig);
  const verify = verifyHeader ? [{ name: verifyHeader.name, value: verifyHeader.secret.value }] : [];
  return {
    id: base.originId,
    kind: "server",
    preconditions: [
      ...secretPreconditions(props),
      ...(verifyHeader ? [verifyHeader.secret.precondition] : []),
    ],
    block: {
      ...base,
      domainName: terraformString(host),
      customHeader: [...base.customHeader, ...verify],
      customOriginConfig,
    },
  };
}
