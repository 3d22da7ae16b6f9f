// A content bucket as an origin: privately through origin access control, or through its website endpoint.
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import type { ContentBucket } from "./content-bucket";
import { hashedName } from "./hashed-name";
import type { Origin } from "./origin";
import { terraformString } from "./terraform-string";

export interface BucketOriginProps {
  readonly bucket: ContentBucket;
  /**
   * Prefix that CloudFront puts before every path, e.g. "/v1"; begins with a slash and does not end with one.
   * @default no prefix
   */
  readonly path?: string;
}

/** @returns the bucket as an origin, in the way its `access` says */
export function bucketOrigin({ bucket, path = "" }: BucketOriginProps): Origin {
  const id = `${bucket.bucket.friendlyUniqueId}${terraformString(path)}`;
  const place = { originId: id, originPath: terraformString(path) };
  if (bucket.websiteEndpoint !== null) {
    return { id, kind: "bucket", block: { ...place, ...websiteBlock(bucket.websiteEndpoint) } };
  }
  return {
    id,
    kind: "bucket",
    block: {
      ...place,
      // The regional name: the global one answers with redirects until DNS has spread.
      domainName: bucket.bucket.bucketRegionalDomainName,
      originAccessControlId: originAccessControl(bucket).id,
    },
    onUse: (distribution) => bucket.allowRead(distribution.arn),
  };
}

function websiteBlock(domainName: string) {
  return {
    domainName,
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      // Website endpoints have no TLS.
      originProtocolPolicy: "http-only",
      originSslProtocols: ["TLSv1.2"],
    },
  };
}

// One for each bucket, made when the first origin needs it.
function originAccessControl(bucket: ContentBucket): CloudfrontOriginAccessControl {
  const existing = bucket.node.tryFindChild("oac") as CloudfrontOriginAccessControl | undefined;
  const settings = {
    originAccessControlOriginType: "s3",
    // Always: a viewer's own Authorization header must not replace CloudFront's signature.
    signingBehavior: "always",
    signingProtocol: "sigv4",
  };
  return (
    existing ??
    new CloudfrontOriginAccessControl(bucket, "oac", {
      name: hashedName(bucket, bucket.bucket.friendlyUniqueId, [bucket.node.path, settings]),
      ...settings,
      lifecycle: { createBeforeDestroy: true },
    })
  );
}
