// The origins that a behavior reads: its own, and the one that it fails over to.
import type { Behavior, BehaviorOrigin } from "./project";

export function behaviorOrigins({ origin, failover }: Behavior): BehaviorOrigin[] {
  return failover ? [origin, failover.origin] : [origin];
}
