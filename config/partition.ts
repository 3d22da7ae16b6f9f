// The partition of AWS that a region is in: ARNs and names of hosts differ by it.

export interface Partition {
  /** As it stands in ARNs. */
  readonly name: "aws" | "aws-cn" | "aws-us-gov";
  /** What names of AWS's hosts end in. */
  readonly hostSuffix: string;
}

export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return { name: "aws-cn", hostSuffix: "amazonaws.com.cn" };
  return { name: region.startsWith("us-gov-") ? "aws-us-gov" : "aws", hostSuffix: "amazonaws.com" };
}
