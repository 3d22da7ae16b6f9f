// An origin of a distribution, as the origin functions make it and CdnDistribution takes it.
import type {
  CloudfrontDistribution,
  CloudfrontDistributionOrigin,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { Precondition } from "cdktf";

export interface Origin {
  /** Unique in the distribution; behaviors with the same id share the origin. */
  readonly id: string;
  /** A bucket gets cached reads and security headers by default, a server everything uncached. */
  readonly kind: "bucket" | "server";
  /** The `origin` block. */
  readonly block: CloudfrontDistributionOrigin;
  /** What must hold before a distribution with this origin changes. */
  readonly precondition?: Precondition;
  /** Called once with each distribution that uses the origin, to let it in. */
  readonly onUse?: (distribution: CloudfrontDistribution) => void;
}
