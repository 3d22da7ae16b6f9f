// The origins and origin groups that the behaviors of one distribution name, each once.
import type { CloudfrontDistributionConfig } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { DefaultTokenResolver, StringConcat, Tokenization } from "cdktf";
import type { Construct } from "constructs";
import type { CacheBehaviorProps } from "./cache-behavior";
import type { Origin } from "./origin";
import { originGroup } from "./origin-group";

type Behaviors = readonly Pick<CacheBehaviorProps, "origin" | "failover">[];

export function originsOf(scope: Construct, behaviors: Behaviors): Origin[] {
  const all = behaviors.flatMap(({ origin, failover }) => (failover ? [origin, failover.origin] : [origin]));
  const text = resolvedText(scope);
  return unique(
    all,
    ({ id }) => id,
    ({ block }) => text(block),
  );
}

export function originBlocks(
  scope: Construct,
  behaviors: Behaviors,
): Pick<CloudfrontDistributionConfig, "origin" | "originGroup"> {
  const groups = behaviors.flatMap(({ origin, failover }) =>
    failover ? [originGroup(origin, failover)] : [],
  );
  return {
    origin: originsOf(scope, behaviors).map(({ block }) => block),
    originGroup: unique(groups, ({ originId }) => originId, resolvedText(scope)),
  };
}

export function preconditions(
  scope: Construct,
  behaviors: Behaviors,
): Pick<CloudfrontDistributionConfig, "lifecycle"> {
  const all = originsOf(scope, behaviors).flatMap((origin) => origin.preconditions ?? []);
  // Origins share some; the same mistake is told once.
  const precondition = [...new Map(all.map((one) => [one.condition, one])).values()];
  return precondition.length > 0 ? { lifecycle: { precondition } } : {};
}

// Every reading of an attribute is a token of its own; what they stand for is the same.
function resolvedText(scope: Construct): (content: unknown) => string {
  const options = { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false };
  return (content) => JSON.stringify(Tokenization.resolve(content, options));
}

function unique<T>(all: readonly T[], id: (one: T) => string, content: (one: T) => string): T[] {
  const byId = new Map<string, T>();
  for (const one of all) {
    const same = byId.get(id(one)) ?? one;
    if (same !== one && content(same) !== content(one))
      throw new Error(`Two origins of one distribution have the id ${JSON.stringify(id(one))}.`);
    byId.set(id(one), same);
  }
  return [...byId.values()];
}
