// cache: is what may be cached served from the cache the second time?
import type { Behavior, Distribution, ForwardedNames } from "../../config/project";
import { isFromCloudFront } from "../cloudfront-answer";
import { curl } from "../command";
import { behaviorFor, behaviorWay, type Entrance, get, isOpen, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, type Finding, notApplicable, ok, unknown, warning } from "../finding";
import { header, type Response } from "../http/exchange";
import type { World } from "../world";
import { pageWay, scriptPaths } from "./page";

export const cache: Check = {
  name: "cache",
  title: "what may be cached comes from the cache the second time",
  run: async (examination) => {
    const all = Object.values(examination.project.distributions).flatMap((one) =>
      one.behaviors.map((behavior) => judge(one, behavior, examination)),
    );
    return Promise.all(all);
  },
};

async function judge(one: Distribution, behavior: Behavior, examination: Examination): Promise<Finding> {
  const about: About = { check: "cache", leg: "browser-cloudfront", subject: `${one.id} ${behavior.path}` };
  if (maxTtlSeconds(behavior) === 0)
    return notApplicable(about, "Nothing is cached here, as the config says.");
  if (!isOpen(behavior, examination.project)) {
    return notApplicable(about, "It asks for a signature or a token, so it is not read here.");
  }
  const way = await cacheableWay(one, behavior, examination);
  if ("closed" in way)
    return one.domainName === null ? unknown(about, way.closed) : notApplicable(about, way.closed);
  const own = { ...about, subject: urlOf(way) };
  // Three times: the second may meet another edge server that has nothing yet.
  const answers: Response[] = [];
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const answer = await examination.ask(get(way, { attempt }));
    if (answer.kind !== "response") return noAnswer(own, answer);
    if (!isFromCloudFront(answer)) return unknown(own, "What answers is not CloudFront.");
    answers.push(answer);
    if (isHit(answer)) break;
  }
  return ofAnswers(answers, behavior, own, examination.world);
}

function maxTtlSeconds({ cache: policy }: Behavior): number {
  if (policy === "none") return 0;
  return policy === "static" ? Number.POSITIVE_INFINITY : policy.maxTtlSeconds;
}

/** @returns a file of the page's that this behavior serves, or the behavior's own sample path */
export async function cacheableWay(one: Distribution, behavior: Behavior, { project, ask }: Examination) {
  const way = pageWay(project);
  if (way?.distribution?.id === one.id) {
    const answer = await ask(get(way));
    const scripts = answer.kind === "response" ? scriptPaths(answer.body.toString("utf8"), way) : [];
    const path = [...scripts, "/"].find(
      (candidate) => behaviorFor(one, candidate.split("?")[0]!) === behavior,
    );
    if (path !== undefined) return { ...way, path, behavior } satisfies Entrance;
  }
  return behaviorWay(one, behavior);
}

function isHit(answer: Response): boolean {
  return /\bHit from cloudfront/i.test(header(answer, "x-cache") ?? "");
}

function ofAnswers(answers: readonly Response[], behavior: Behavior, about: About, world: World): Finding {
  const last = answers.at(-1)!;
  const evidence = [
    ["X-Cache", answers.map((answer) => header(answer, "x-cache") ?? "none").join(", then ")],
    ["Cache-Control", header(last, "cache-control") ?? "none"],
    ["cache key", keyText(behavior)],
  ] as const;
  const url = about.subject;
  const command = `for i in 1 2; do ${curl(world, url, "-sI")} | grep -i '^x-cache'; done`;
  if (isHit(last))
    return ok(about, `The ${ordinals[answers.length - 1]} request is a hit.`, evidence, command);
  if (last.status >= 400)
    return notApplicable(about, `The answer is ${last.status}; errors are kept for seconds only.`);
  return warning("doctor/never-cached", about, {
    message: `Three requests, and none came from the cache: ${whyNot(last, behavior)}.`,
    evidence,
    symptom: "none but slowness and load on the origin",
    fix: "Let the origin send `Cache-Control: public, max-age=…` without no-store, private and Set-Cookie, and keep cookies and the query out of the cache key.",
    command,
  });
}

// Each of these makes an entry of its own for each of its values.
function keyText({ cache: policy }: Behavior): string {
  const { cookies, query, headers } =
    typeof policy === "string" ? ({ cookies: "none", query: "none", headers: [] } as const) : policy;
  const named = (names: ForwardedNames) => (typeof names === "string" ? names : names.join(" "));
  return `path; cookies: ${named(cookies)}; query: ${named(query)}; headers: ${headers.join(" ") || "none"}`;
}

const ordinals = ["first", "second", "third"];

// Developer Guide, Expiration and RequestAndResponseBehavior.
function whyNot(answer: Response, { cache: policy }: Behavior): string {
  const control = (header(answer, "cache-control") ?? "").toLowerCase();
  const directive = /\b(no-store|no-cache|private|max-age=0|s-maxage=0)\b/.exec(control)?.[1];
  if (directive) return `the origin says ${directive}`;
  if (header(answer, "vary")?.includes("*")) return "the origin says Vary: *";
  if (header(answer, "set-cookie") !== null) return "each answer sets a cookie";
  if (typeof policy !== "string" && policy.defaultTtlSeconds === 0 && !/max-age=[1-9]/.test(control)) {
    return "the origin names no time and the behavior's default is 0";
  }
  return "no reason shows in the headers; was the file invalidated just now, or is the edge location large?";
}
