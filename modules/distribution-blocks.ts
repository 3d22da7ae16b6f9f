// Blocks of a distribution that follow from one prop each: error pages, countries, certificate, legacy logs.
import type {
  CloudfrontDistributionConfig,
  CloudfrontDistributionCustomErrorResponse,
  CloudfrontDistributionViewerCertificate,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { Distribution, ErrorPage } from "../config/project";
import type { CdnDistributionProps, LegacyLogs } from "./distribution";
import { terraformString } from "./terraform-string";

export function errorResponse(page: Omit<ErrorPage, "file">): CloudfrontDistributionCustomErrorResponse {
  const time = { errorCode: page.status, errorCachingMinTtl: page.ttlSeconds };
  if (page.page === null) return time;
  return { ...time, responseCode: page.responseStatus, responsePagePath: terraformString(page.page) };
}

export function geoRestriction(restriction: Distribution["geoRestriction"]) {
  if (restriction === null) return { restrictionType: "none", locations: [] };
  // CloudFront's words in its API; its console has the better ones.
  return "allow" in restriction
    ? { restrictionType: "whitelist", locations: [...restriction.allow] }
    : { restrictionType: "blacklist", locations: [...restriction.block] };
}

export function viewerCertificate({
  certificateArn,
  minimumProtocolVersion = "TLSv1.2_2021",
}: CdnDistributionProps): CloudfrontDistributionViewerCertificate {
  if (certificateArn === undefined) return { cloudfrontDefaultCertificate: true };
  return {
    acmCertificateArn: certificateArn,
    minimumProtocolVersion,
    // The other ways are a dedicated IP address for 600 USD a month or none at all.
    sslSupportMethod: "sni-only",
  };
}

// CloudFront itself adds the grant of its log writers to the bucket's ACL.
export function legacyLogging(
  logs: LegacyLogs | undefined,
): Pick<CloudfrontDistributionConfig, "loggingConfig"> {
  if (logs === undefined) return {};
  const { bucket, prefix, cookies = false } = logs;
  return {
    loggingConfig: {
      bucket: bucket.takeAcls(),
      prefix: terraformString(prefix),
      includeCookies: cookies,
    },
  };
}
