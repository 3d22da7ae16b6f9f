// Which functions the behaviors of a stack's distributions run, and whether CloudFront takes them together.
import { type Block, many, ofType, resolved } from "./read";
import type { Seen } from "./seen";

export interface Association {
  /** Address of the distribution. */
  readonly distribution: string;
  /** `*` for the default behavior. */
  readonly path: string;
  readonly event: string;
  readonly kind: "lambda" | "function";
  readonly arn: unknown;
  readonly includesBody: boolean;
}

export interface StackBehavior {
  readonly distribution: string;
  readonly path: string;
  readonly associations: readonly Association[];
  /** Whether an expression makes more of them. */
  readonly isDynamic: boolean;
}

export function behaviorsIn(json: Block): StackBehavior[] {
  return ofType(json, "resource", "aws_cloudfront_distribution").flatMap(({ address, block }) => [
    ...many(block["ordered_cache_behavior"]).map((one) =>
      behavior(json, address, String(one["path_pattern"]), one),
    ),
    ...many(block["default_cache_behavior"]).map((one) => behavior(json, address, "*", one)),
  ]);
}

function behavior(json: Block, distribution: string, path: string, block: Block): StackBehavior {
  const made = (kind: Association["kind"], list: string, arn: string) =>
    many(block[list]).map((one) => ({
      ...{ distribution, path, kind },
      event: String(resolved(json, one["event_type"])),
      arn: resolved(json, one[arn]),
      includesBody: String(resolved(json, one["include_body"])) === "true",
    }));
  const associations = [
    ...made("lambda", "lambda_function_association", "lambda_arn"),
    ...made("function", "function_association", "function_arn"),
  ];
  const lists = many(block["dynamic"]).flatMap((one) => Object.keys(one));
  const isDynamic = lists.some((name) => name.endsWith("function_association"));
  return { distribution, path, associations, isDynamic };
}

const events = {
  lambda: ["viewer-request", "origin-request", "origin-response", "viewer-response"],
  function: ["viewer-request", "viewer-response"],
};

/** Developer Guide, edge-functions-restrictions-all: one function for each event, one kind on viewer events. */
export function togetherIn({ associations: all, distribution, path, isDynamic }: StackBehavior): Seen[] {
  const fault = (message: string, fix: string): Seen => ({
    ...{ code: "doctor/edge-event", block: distribution, message, fix },
    attribute: path === "*" ? "default_cache_behavior" : "ordered_cache_behavior",
  });
  const strange = all.filter(({ kind, event }) => !event.includes("${") && !events[kind].includes(event));
  const twice = all.filter(({ event }, index) => all.findIndex((one) => one.event === event) < index);
  const onViewer = all.filter(({ event }) => event.startsWith("viewer-"));
  const isMixed = new Set(onViewer.map(({ kind }) => kind)).size > 1;
  const reading = all.filter(({ event, includesBody }) => includesBody && event.endsWith("-response"));
  return [
    ...(isDynamic ? [{ unread: `the dynamic associations of ${distribution} ${path}` }] : []),
    ...strange.map(({ kind, event }) =>
      fault(
        `The behavior ${path} has a ${names[kind]} on ${JSON.stringify(event)}, where none runs.`,
        `Choose one of ${events[kind].join(", ")}.`,
      ),
    ),
    ...twice.map(({ event }) =>
      fault(`The behavior ${path} has two functions on ${event}.`, "Let one function do the work of both."),
    ),
    ...(isMixed && twice.length === 0
      ? [
          fault(
            `The behavior ${path} has both kinds of functions on viewer events.`,
            "Make both viewer functions CloudFront Functions, or both Lambda functions.",
          ),
        ]
      : []),
    ...reading.map(({ event }) =>
      fault(`The behavior ${path} hands a body to the ${event}, which has none.`, "Take `include_body` off."),
    ),
  ];
}

const names = { lambda: "Lambda function", function: "CloudFront Function" };
