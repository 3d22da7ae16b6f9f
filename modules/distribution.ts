// A CloudFront distribution with its origins, behaviors, error pages and viewer certificate.
import {
  CloudfrontDistribution,
  type CloudfrontDistributionConfig,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { Construct } from "constructs";
import type { Distribution, ErrorPage } from "../config/project";
import { type CacheBehaviorProps, cacheBehaviorBlock } from "./cache-behavior";
import type { ContentBucket } from "./content-bucket";
import { errorResponse, geoRestriction, legacyLogging, viewerCertificate } from "./distribution-blocks";
import { originBlocks, originsOf, preconditions } from "./distribution-origins";
import type { EdgeAssociation } from "./edge-function";
import { spaFallbackArn } from "./spa-fallback";
import { terraformString, terraformStrings } from "./terraform-string";

export interface CdnDistributionProps {
  /** In the order that CloudFront tries them; the last one is the default behavior, path `*`. */
  readonly behaviors: readonly CacheBehaviorProps[];
  /**
   * Whether paths that name no file serve the default root object. A function on the `*` behavior does it, so errors
   * of other behaviors stay errors.
   * @default false
   */
  readonly spa?: boolean;
  /**
   * Object that `/` serves, without a leading slash; "" for none.
   * @default "index.html" where the default behavior reads a bucket, none where it asks a server
   */
  readonly defaultRootObject?: string;
  /**
   * Alternate domain names. They need a certificate.
   * @default reachable by its cloudfront.net name alone
   */
  readonly aliases?: readonly string[];
  /**
   * ARN of an issued ACM certificate in us-east-1 that covers the aliases.
   * @default CloudFront's own certificate, with TLSv1 as the fixed minimum
   */
  readonly certificateArn?: string;
  /**
   * Viewer security policy with a certificate of your own. The policies of 2025 need AWS provider 6.
   * @default "TLSv1.2_2021"
   */
  readonly minimumProtocolVersion?: Distribution["minimumProtocolVersion"];
  /**
   * Custom error responses, at most one for each status.
   * @default the origins' own errors, cached for 10 seconds
   */
  readonly errorPages?: readonly Omit<ErrorPage, "file">[];
  /** @default "PriceClass_All", every edge location */
  readonly priceClass?: Distribution["priceClass"];
  /** @default "http2and3" */
  readonly httpVersion?: Distribution["httpVersion"];
  /**
   * Whether it has IPv6 addresses.
   * @default true
   */
  readonly ipv6?: boolean;
  /**
   * Plain text for the console, at most 128 characters.
   * @default the path of the construct
   */
  readonly comment?: string;
  /**
   * Legacy access logs (v1), which CloudFront writes by ACLs; for those of v2, see AccessLogs.
   * @default none
   */
  readonly legacyLogs?: LegacyLogs;
  /**
   * Countries (ISO 3166-1 alpha-2) that alone may see it, or that may not.
   * @default all may
   */
  readonly geoRestriction?: Distribution["geoRestriction"];
  /**
   * ARN of a web ACL of scope CLOUDFRONT, see CdnWebAcl.
   * @default none
   */
  readonly webAclArn?: string;
  /**
   * Tags beside the provider's default tags, over which they win.
   * @default none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Whether Terraform waits until all edge locations have a change.
   * @default true
   */
  readonly waitForDeployment?: boolean;
  /**
   * Whether it answers requests.
   * @default true
   */
  readonly enabled?: boolean;
}

export interface LegacyLogs {
  /** Gets the logs; ACLs are turned on for it. */
  readonly bucket: ContentBucket;
  /** What the keys begin with, with a final slash. */
  readonly prefix: string;
  /** @default false */
  readonly cookies?: boolean;
}

export class CdnDistribution extends Construct {
  readonly distribution: CloudfrontDistribution;
  readonly aliases: readonly string[];
  readonly ipv6: boolean;

  constructor(scope: Construct, id: string, props: CdnDistributionProps) {
    super(scope, id);
    this.aliases = props.aliases ?? [];
    this.ipv6 = props.ipv6 ?? true;
    this.distribution = new CloudfrontDistribution(this, "Resource", {
      enabled: props.enabled ?? true,
      comment: terraformString(props.comment ?? this.node.path),
      aliases: [...this.aliases],
      isIpv6Enabled: this.ipv6,
      httpVersion: props.httpVersion ?? "http2and3",
      priceClass: props.priceClass ?? "PriceClass_All",
      defaultRootObject: terraformString(rootObject(props)),
      ...this.behaviors(props),
      customErrorResponse: (props.errorPages ?? []).map(errorResponse),
      restrictions: { geoRestriction: geoRestriction(props.geoRestriction ?? null) },
      waitForDeployment: props.waitForDeployment ?? true,
      ...(props.webAclArn === undefined ? {} : { webAclId: props.webAclArn }),
      ...(props.tags && Object.keys(props.tags).length > 0 ? { tags: terraformStrings(props.tags) } : {}),
      viewerCertificate: viewerCertificate(props),
      ...legacyLogging(props.legacyLogs),
      ...preconditions(this, props.behaviors),
    });
    for (const origin of originsOf(this, props.behaviors)) origin.onUse?.(this.distribution);
  }

  private behaviors(props: CdnDistributionProps): BehaviorBlocks {
    const last = props.behaviors.at(-1);
    if (last?.path !== "*")
      throw new Error(`The last behavior must have the path "*"; got ${JSON.stringify(last?.path)}.`);
    return {
      ...originBlocks(this, props.behaviors),
      orderedCacheBehavior: props.behaviors.slice(0, -1).map((behavior) => ({
        pathPattern: terraformString(behavior.path),
        ...cacheBehaviorBlock(this, behavior),
      })),
      defaultCacheBehavior: cacheBehaviorBlock(this, this.withSpaFallback(last, props)),
    };
  }

  private withSpaFallback(last: CacheBehaviorProps, props: CdnDistributionProps): CacheBehaviorProps {
    if (props.spa !== true) return last;
    const edge = last.edge ?? [];
    // CloudFront Developer Guide, edge functions: one function on an event, one kind on the viewer events.
    const clash = edge.find((one) => one.event === "viewer-request" || isLambdaOnViewer(one));
    if (clash)
      throw new Error(
        `The behavior "*" of a single-page app has the function of the app; got also a function on ${clash.event}.`,
      );
    const functionArn = spaFallbackArn(this, rootObject(props));
    return { ...last, edge: [...edge, { event: "viewer-request", functionArn }] };
  }
}

function isLambdaOnViewer(one: EdgeAssociation): boolean {
  return "versionArn" in one && one.event.startsWith("viewer-");
}

type BehaviorBlocks = Pick<
  CloudfrontDistributionConfig,
  "origin" | "originGroup" | "orderedCacheBehavior" | "defaultCacheBehavior"
>;

function rootObject({ defaultRootObject, behaviors }: CdnDistributionProps): string {
  return defaultRootObject ?? (behaviors.at(-1)?.origin.kind === "bucket" ? "index.html" : "");
}
