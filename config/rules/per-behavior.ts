// Runs a check on every cache behavior of every distribution.
import type { Config } from "../../schemas/config";
import type { JsonPath, Problem } from "../problem";
import type { Rule, RuleInput } from "./report";

export type Behavior = Config["distributions"][string]["behaviors"][number];

/** @param path of the behavior, its index last; `earlier` are those that CloudFront tries before it */
export type BehaviorCheck = (behavior: Behavior, path: JsonPath, context: BehaviorContext) => Problem[];

export interface BehaviorContext {
  readonly earlier: readonly Behavior[];
  readonly isLast: boolean;
  readonly config: Config;
  readonly written: RuleInput["written"];
}

export function perBehavior(places: Pick<Rule, "reads" | "names">, check: BehaviorCheck): Rule {
  return {
    ...places,
    check: ({ config, written }) =>
      Object.entries(config.distributions).flatMap(([id, { behaviors }]) =>
        behaviors.flatMap((behavior, index) =>
          check(behavior, ["distributions", id, "behaviors", index], {
            earlier: behaviors.slice(0, index),
            isLast: index === behaviors.length - 1,
            config,
            written,
          }),
        ),
      ),
  };
}
