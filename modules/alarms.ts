// CloudWatch alarms of a distribution, and the topic that they tell.
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Alarms } from "../config/project";
import type { CdnDistribution } from "./distribution";
import { contentHash, hashedName } from "./hashed-name";

export interface CdnAlarmsProps extends Partial<Omit<Alarms, "notify">> {
  readonly distribution: CdnDistribution;
  /** An AWS provider for us-east-1, where CloudFront's metrics are. */
  readonly provider: TerraformProvider;
  /** An SNS topic in us-east-1, or addresses that a new one writes to; each has to confirm once. */
  readonly notify: Alarms["notify"];
}

export class CdnAlarms extends Construct {
  readonly topicArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CdnAlarmsProps,
  ) {
    super(scope, id);
    const { notify, error5xxPercent = null, originLatencyMilliseconds = null } = props;
    this.topicArn = "topicArn" in notify ? notify.topicArn : this.topic(notify.emails);
    if (error5xxPercent !== null)
      this.alarm("error_5xx", {
        metricName: "5xxErrorRate",
        statistic: "Average",
        threshold: error5xxPercent,
      });
    if (originLatencyMilliseconds !== null)
      this.alarm("origin_latency", {
        metricName: "OriginLatency",
        extendedStatistic: "p90",
        threshold: originLatencyMilliseconds,
      });
  }

  private topic(emails: readonly string[]): string {
    const { provider } = this.props;
    const topic = new SnsTopic(this, "topic", {
      provider,
      name: hashedName(this, "alarms", this.node.path),
      lifecycle: { createBeforeDestroy: true },
    });
    for (const endpoint of emails)
      new SnsTopicSubscription(this, `email_${contentHash(endpoint)}`, {
        provider,
        topicArn: topic.arn,
        protocol: "email",
        endpoint,
      });
    return topic.arn;
  }

  private alarm(
    id: string,
    what: { metricName: string; threshold: number; statistic?: string; extendedStatistic?: string },
  ) {
    const { distribution, provider, minutes = 5 } = this.props;
    new CloudwatchMetricAlarm(this, id, {
      provider,
      alarmName: hashedName(this, id.replaceAll("_", "-"), this.node.path),
      namespace: "AWS/CloudFront",
      dimensions: { DistributionId: distribution.distribution.id, Region: "Global" },
      ...what,
      comparisonOperator: "GreaterThanThreshold",
      period: 60,
      evaluationPeriods: minutes,
      // Nobody asks at night: no requests are no errors.
      treatMissingData: "notBreaching",
      alarmActions: [this.topicArn],
      okActions: [this.topicArn],
    });
  }
}
