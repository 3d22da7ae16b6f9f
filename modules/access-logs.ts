// Standard access logs (v2) of a distribution in a bucket: a delivery source, a destination and what joins them.
import { CloudwatchLogDelivery } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery";
import { CloudwatchLogDeliveryDestination } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-destination";
import { CloudwatchLogDeliverySource } from "@cdktf/provider-aws/lib/cloudwatch-log-delivery-source";
import { type ITerraformDependable, type TerraformProvider, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { Logging } from "../config/project";
import type { ContentBucket } from "./content-bucket";
import type { CdnDistribution } from "./distribution";
import { hashedName } from "./hashed-name";

export interface AccessLogsProps {
  readonly distribution: CdnDistribution;
  /** Gets the logs; how long they stay is its `expirationDays`. */
  readonly bucket: ContentBucket;
  /** An AWS provider for us-east-1: log delivery of CloudFront exists nowhere else, whatever the bucket's region. */
  readonly provider: TerraformProvider;
  /** What the keys begin with; ends with a slash. CloudFront appends the distribution's id and the hour. */
  readonly prefix: string;
  /** @default "w3c" */
  readonly format?: Logging["format"];
  /** Names of fields. Cookies are logged with `cs(Cookie)` alone. */
  readonly fields: Logging["fields"];
}

// Source: CloudWatch Logs API, PutDeliverySource and PutDeliveryDestination: characters of a name.
const longestName = 60;

export class AccessLogs extends Construct {
  constructor(scope: Construct, id: string, props: AccessLogsProps) {
    super(scope, id);
    const { distribution, bucket, provider, prefix, format = "w3c" } = props;
    const previous = lastDelivery.get(TerraformStack.of(this));
    const source = new CloudwatchLogDeliverySource(this, "source", {
      provider,
      // Not by content: a distribution has one source of a kind, so none can be made before the old one is gone.
      name: hashedName(this, "logs", this.node.path, longestName),
      logType: "ACCESS_LOGS",
      resourceArn: distribution.distribution.arn,
    });
    bucket.allowLogs({ kind: "delivery", sourceArn: source.arn, prefix });
    // The prefix stands in the ARN: a suffix path comes back from AWS in another form, and the provider fails.
    const place = `${bucket.bucket.arn}/${prefix.replace(/\/$/, "")}`;
    const destination = new CloudwatchLogDeliveryDestination(this, "destination", {
      provider,
      name: hashedName(this, "logs", [this.node.path, prefix, format], longestName),
      outputFormat: format,
      deliveryDestinationConfiguration: [{ destinationResourceArn: place }],
      lifecycle: { createBeforeDestroy: true },
    });
    const delivery = new CloudwatchLogDelivery(this, "Resource", {
      provider,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: [...props.fields],
      // Not the source: the bucket's policy names all sources, and comes before all deliveries.
      dependsOn: [bucket.policy, ...(previous ? [previous] : [])],
    });
    lastDelivery.set(TerraformStack.of(this), delivery);
  }
}

// One after the other: of deliveries that are made at the same time AWS refuses all but one (ConflictException).
const lastDelivery = new WeakMap<TerraformStack, ITerraformDependable>();
