// Route 53 alias records for the alternate names of a distribution.
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import type { CdnDistribution } from "./distribution";
import { terraformString } from "./terraform-string";

export interface AliasRecordsProps {
  /** Its aliases get a record each: A, AAAA where it has IPv6 addresses, and HTTPS. */
  readonly distribution: CdnDistribution;
  /** Hosted zone of the aliases, "Z…". */
  readonly zoneId: string;
  /**
   * Whether HTTPS records (RFC 9460) tell browsers to come over HTTPS and HTTP/3 at once.
   * @default true
   */
  readonly https?: boolean;
}

export class AliasRecords extends Construct {
  constructor(scope: Construct, id: string, { distribution, zoneId, https = true }: AliasRecordsProps) {
    super(scope, id);
    // One instance for each alias, by name: the order of the aliases does not matter.
    const names = Object.fromEntries(
      distribution.aliases.map((name) => [terraformString(name), terraformString(name)]),
    );
    const types = ["A", ...(distribution.ipv6 ? ["AAAA"] : []), ...(https ? ["HTTPS"] : [])];
    for (const type of types) {
      const records = new Route53Record(this, type.toLowerCase(), {
        zoneId,
        name: "${each.key}",
        type,
        alias: {
          name: distribution.distribution.domainName,
          zoneId: distribution.distribution.hostedZoneId,
          // Route 53 cannot check the health of a distribution.
          evaluateTargetHealth: false,
        },
      });
      records.addOverride("for_each", names);
    }
  }
}
