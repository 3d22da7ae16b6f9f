// An origin group: a first origin, and a second one that CloudFront asks where the first fails.
import type { CloudfrontDistributionOriginGroup } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { Failover } from "../config/project";
import { contentHash } from "./hashed-name";
import type { Origin } from "./origin";

export interface FailoverProps {
  /** The second origin. */
  readonly origin: Origin;
  /**
   * Statuses of the first origin that count as a failure; 503 includes failed connections, 504 timeouts.
   * @default 500, 502, 503 and 504
   */
  readonly statusCodes?: Failover["statusCodes"];
}

const defaultStatusCodes = [500, 502, 503, 504];
// Source: CloudFront API, OriginGroup: characters of an id.
const longestId = 128;

/** @returns the group of the two, under an id that equal groups share */
export function originGroup(first: Origin, failover: FailoverProps): CloudfrontDistributionOriginGroup {
  const statusCodes = [...(failover.statusCodes ?? defaultStatusCodes)].sort((a, b) => a - b);
  const isDefault = statusCodes.join() === defaultStatusCodes.join();
  const members = [first.id, failover.origin.id];
  const readable = members.join(" or ");
  const digest = contentHash([members, statusCodes]).slice(0, 6);
  return {
    originId:
      isDefault && readable.length <= longestId
        ? readable
        : `${readable.slice(0, longestId - digest.length - 1)} ${digest}`,
    failoverCriteria: { statusCodes },
    member: members.map((originId) => ({ originId })),
  };
}
