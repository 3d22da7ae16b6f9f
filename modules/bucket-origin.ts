// A content bucket as an origin: privately through origin access control, or through its website endpoint.
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import type { ContentBucket } from "./content-bucket";
import { hashedName } from "./hashed-name";
import { type Origin, type OriginSettingsProps, originBase, secretPreconditions } from "./origin";

export interface BucketOriginProps extends OriginSettingsProps {
  readonly bucket: ContentBucket;
}

/** @returns the bucket as an origin, in the way its `access` says */
export function bucketOrigin({ bucket, ...settings }: BucketOriginProps): Origin {
  const base = originBase(bucket.bucket.friendlyUniqueId, settings);
  const common = { id: base.originId, kind: "bucket", preconditions: secretPreconditions(settings) } as const;
  if (bucket.websiteEndpoint !== null) {
    return {
      ...common,
      block: { ...base, ...websiteBlock(bucket.websiteEndpoint) },
    };
  }
  return {
    ...common,
    block: {
      ...base,
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
