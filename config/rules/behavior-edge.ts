// Rules of the functions on a behavior: one for each event, one kind on viewer events, and signatures that are read.
import type { Config } from "../../schemas/config";
import { isCloudFrontRuntime } from "../edge-runtimes";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { runtimeOf } from "./edge";
import { type Behavior, type BehaviorContext, perBehavior } from "./per-behavior";
import { error } from "./report";

export const behaviorEvents = perBehavior({ reads: ["distributions", "edge"] }, eventProblems);
export const behaviorSignatureHeaders = perBehavior({ reads: ["distributions", "edge"] }, signatureProblems);

interface Attached {
  /** As messages name it: the id in quotes, or `spa`. */
  readonly name: string;
  readonly event: string;
  readonly isFunction: boolean;
  readonly path: JsonPath;
}

function eventProblems(behavior: Behavior, path: JsonPath, { config, isLast }: BehaviorContext): Problem[] {
  const { spa } = config.distributions[String(path[1])]!;
  const own = attached(behavior, path, config.edge);
  const all = spa && isLast ? [routerFallback(path), ...own] : own;
  return own.flatMap((one) => {
    const others = all.slice(0, all.indexOf(one));
    const twice = others.find(({ event }) => event === one.event);
    if (twice) return [twoOnOneEvent(one, twice)];
    const mixed = others.find(
      (other) => isViewer(other) && isViewer(one) && other.isFunction !== one.isFunction,
    );
    return mixed ? [twoKinds(one, mixed)] : [];
  });
}

function attached({ edge }: Behavior, path: JsonPath, functions: Config["edge"]): Attached[] {
  return edge.flatMap((id, index) => {
    const one = Object.hasOwn(functions, id) ? functions[id] : undefined;
    if (one === undefined) return [];
    const isFunction = isCloudFrontRuntime(runtimeOf(one));
    return [{ name: show(id), event: one.event, isFunction, path: [...path, "edge", index] }];
  });
}

function routerFallback(path: JsonPath): Attached {
  return { name: "`spa`", event: "viewer-request", isFunction: true, path };
}

function isViewer({ event }: Attached): boolean {
  return event.startsWith("viewer-");
}

// A router's fallback finds its place on the origin request, which no guard needs.
const elsewhere =
  'For a single-page app, replace "spa" by a function { "handler": "spa-fallback", "event": "origin-request" }.';

function twoOnOneEvent(one: Attached, other: Attached): Problem {
  return error("behaviors/two-on-one-event", one.path, {
    message: `CloudFront runs one function on each event of a behavior; ${other.name} has the ${one.event} already.`,
    fix: other.name === "`spa`" ? elsewhere : "Keep one of them, or join them in one handler of your own.",
  });
}

function twoKinds(one: Attached, other: Attached): Problem {
  return error("distributions/function-and-lambda", one.path, {
    message: `CloudFront runs either CloudFront Functions or Lambda@Edge on the viewer events of a behavior, and ${other.name} is a ${other.isFunction ? "CloudFront Function" : "Lambda@Edge function"}.`,
    fix: other.name === "`spa`" ? elsewhere : 'Give both the same kind of "runtime".',
  });
}

function signatureProblems(
  { edge, origin, cache, forward }: Behavior,
  path: JsonPath,
  { config }: BehaviorContext,
): Problem[] {
  return edge.flatMap((id, index) => {
    const one = Object.hasOwn(config.edge, id) ? config.edge[id] : undefined;
    if (one?.handler !== "origin-signature") return [];
    const at = [...path, "edge", index];
    if (origin.bucket !== undefined)
      return [
        unread(
          at,
          "A bucket does not look at signatures; origin access control guards it.",
          "Take the function off this behavior.",
        ),
      ];
    const headers =
      forward?.headers ?? (forward === undefined && (cache ?? "none") === "none" ? "all" : "none");
    if (headers === "all" || (Array.isArray(headers) && headers.includes(one.header))) return [];
    return [
      unread(
        at,
        `The header ${one.header} is not forwarded, so the server would never see it.`,
        `Add it to "forward": { "headers": ["${one.header}"] }.`,
      ),
    ];
  });
}

function unread(path: JsonPath, message: string, fix: string): Problem {
  return error("edge/signature-unread", path, { message, fix });
}
