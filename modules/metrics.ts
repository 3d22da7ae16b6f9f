// CloudFront's additional metrics of one distribution: cache hit rate, origin latency, error rates by status.
import { CloudfrontMonitoringSubscription } from "@cdktf/provider-aws/lib/cloudfront-monitoring-subscription";
import type { Construct } from "constructs";
import type { CdnDistribution } from "./distribution";

/** They cost a fixed price for each distribution and month. */
export function additionalMetrics(scope: Construct, id: string, { distribution }: CdnDistribution): void {
  new CloudfrontMonitoringSubscription(scope, id, {
    distributionId: distribution.id,
    monitoringSubscription: {
      realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" },
    },
  });
}
