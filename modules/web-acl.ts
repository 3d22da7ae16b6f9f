// A web application firewall (AWS WAF) for distributions: rule groups of AWS and a limit of requests for each address.
import { Wafv2WebAcl, type Wafv2WebAclRule } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { hashedName } from "./hashed-name";

export interface CdnWebAclProps {
  /** An AWS provider for us-east-1: web ACLs of CloudFront exist nowhere else. */
  readonly provider: TerraformProvider;
  /**
   * Names of AWS's rule groups, in the order they are tried.
   * @default none
   */
  readonly managedRules?: readonly string[];
  /**
   * Requests of one address in five minutes, above which it is blocked; at least 10.
   * @default no limit
   */
  readonly rateLimit?: number | null;
  /**
   * "count" only counts what the rules would block.
   * @default "block"
   */
  readonly mode?: "block" | "count";
}

export class CdnWebAcl extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: CdnWebAclProps) {
    super(scope, id);
    const { provider, managedRules = [], rateLimit = null, mode = "block" } = props;
    const acl = new Wafv2WebAcl(this, "Resource", {
      provider,
      // Not by content: rules change in place, while the distribution uses them.
      name: hashedName(this, "web-acl", this.node.path),
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: visibility("web-acl"),
      rule: [
        ...(rateLimit === null ? [] : [limit(rateLimit, mode)]),
        ...managedRules.map((name, index) => managed(name, index + 1, mode)),
      ],
      lifecycle: { createBeforeDestroy: true },
    });
    this.arn = acl.arn;
  }
}

// First: what exceeds the limit costs no evaluation of the groups.
function limit(requests: number, mode: "block" | "count"): Wafv2WebAclRule {
  return {
    name: "rate-limit",
    priority: 0,
    action: mode === "count" ? { count: {} } : { block: {} },
    // Passed to Terraform as it is, so in Terraform's own words.
    statement: { rate_based_statement: { limit: requests, aggregate_key_type: "IP" } },
    visibilityConfig: visibility("rate-limit"),
  };
}

function managed(name: string, priority: number, mode: "block" | "count"): Wafv2WebAclRule {
  return {
    name,
    priority,
    // "none": what the group itself decides.
    overrideAction: mode === "count" ? { count: {} } : { none: {} },
    statement: { managed_rule_group_statement: { vendor_name: "AWS", name } },
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
