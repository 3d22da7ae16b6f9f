// page: is the page's padlock whole (no mixed content), and was it built for this API?
import type { Project } from "../../config/project";
import { failureOf } from "../causes/failure";
import { isFromCloudFront } from "../cloudfront-answer";
import { curl, shellLine } from "../command";
import { type Entrance, get, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown, warning } from "../finding";
import { header, type Response } from "../http/exchange";
import { viewerHosts } from "../targets";
import type { World } from "../world";

export const page: Check = {
  name: "page",
  title: "the page loads nothing in clear and calls this API",
  run: async (examination) => judgeAll(examination),
};

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const about: About = { check: "page", leg: "browser-cloudfront", subject: "the page" };
  const { project, ask, world } = examination;
  if (!project.frontend) return [notApplicable(about, "The project has no front end.")];
  const way = pageWay(project);
  if (!way) return [unknown(about, "The page's domain name is not known before the first deploy.")];
  const own = { ...about, subject: urlOf(way) };
  const answer = await ask(get(way));
  if (answer.kind !== "response") return [noAnswer(own, answer)];
  if (!isHtml(answer)) return [unknown(own, withoutPage(answer, way, examination))];
  const html = answer.body.toString("utf8");
  const scripts = await scriptsOf(html, way, examination);
  return [mixedContent(html, scripts, own, world), builtForApi(scripts, html, own, examination)];
}

/** @returns the URL that people open; null before the first deploy */
export function pageWay(project: Project): Entrance | null {
  const distribution = project.distributions[project.frontend?.distribution ?? ""];
  const host = distribution ? viewerHosts(distribution)[0] : undefined;
  return distribution && host
    ? { host, path: "/", leg: "browser-cloudfront", distribution, behavior: null }
    : null;
}

function isHtml(answer: Response): boolean {
  return answer.status === 200 && /^text\/html/i.test(header(answer, "content-type") ?? "");
}

function withoutPage(answer: Response, way: Entrance, examination: Examination): string {
  const failure = isFromCloudFront(answer) ? failureOf(answer, { way, method: "GET" }, examination) : null;
  const type = header(answer, "content-type") ?? "without a type";
  return `There is no page: ${answer.status} ${failure === null ? `${type}.` : `from CloudFront. ${failure.message}`}`;
}

interface Script {
  readonly path: string;
  readonly text: string;
  readonly isWhole: boolean;
}

// A built app has few; more than this is a page of another kind.
const MOST_SCRIPTS = 8;

async function scriptsOf(html: string, way: Entrance, { ask }: Examination): Promise<Script[]> {
  const answers = scriptPaths(html, way)
    .slice(0, MOST_SCRIPTS)
    .map(async (path) => {
      const answer = await ask(get({ ...way, path }));
      return answer.kind === "response" && answer.status === 200
        ? [{ path, text: answer.body.toString("utf8"), isWhole: answer.isWhole }]
        : [];
    });
  return (await Promise.all(answers)).flat();
}

/** @returns paths of the page's own scripts, as it names them */
export function scriptPaths(html: string, way: Entrance): string[] {
  return urlsIn(html, /<script\b[^>]*?\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/gi)
    .flatMap((text) => (URL.canParse(text, urlOf(way)) ? [new URL(text, urlOf(way))] : []))
    .filter(({ hostname, protocol }) => hostname === way.host && protocol === "https:")
    .map(({ pathname, search }) => pathname + search);
}

function urlsIn(html: string, form: RegExp): string[] {
  const visible = html.replace(/<!--[\s\S]*?-->/g, "");
  return [...visible.matchAll(form)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}

// What a browser loads by itself (Mixed Content specification); links that people follow are none.
const loaded =
  /<(?:script|img|iframe|audio|video|source|embed|track|link|form)\b[^>]*?\b(?:src|href|data|action)\s*=\s*(?:"(http:\/\/[^"]*)"|'(http:\/\/[^']*)'|(http:\/\/[^\s>]+))/gi;

function mixedContent(html: string, scripts: readonly Script[], about: About, world: World): Finding {
  const inClear = urlsIn(html, loaded);
  const command = `${curl(world, about.subject, "-s")} | ${shellLine(["grep", "-o", "http://[^\"' ]*"])}`;
  if (inClear.length === 0) {
    return ok(
      about,
      `The page and its own scripts (${scripts.length}) come over HTTPS, and it loads nothing in clear.`,
    );
  }
  return error("doctor/mixed-content", about, {
    message: `The page loads ${inClear.length === 1 ? "something" : `${inClear.length} things`} over plain HTTP.`,
    evidence: inClear.slice(0, 5).map((url) => ["loads", url] as const),
    symptom: 'no padlock, "Mixed Content" in the console; scripts and calls are blocked',
    fix: "Write https:// or a path without a host in the app's sources, and build and upload it again.",
    command,
  });
}

function builtForApi(
  scripts: readonly Script[],
  html: string,
  about: About,
  { project: { frontend }, world }: Examination,
): Finding {
  const { name, value } = frontend!.apiUrl;
  if (!value || scripts.length === 0) {
    return notApplicable(
      about,
      scripts.length === 0 ? "The page has no scripts of its own." : "The API's URL is not known yet.",
    );
  }
  const all = [html, ...scripts.map(({ text }) => text)];
  if (all.some((text) => text.includes(value))) return ok(about, `The built app calls ${value}.`);
  const inClear = value.replace(/^https:/, "http:");
  const evidence = [
    [name, value],
    ["looked in", scripts.map(({ path }) => path).join(" ")],
  ] as const;
  const command = `${curl(world, `https://${new URL(about.subject).hostname}${scripts[0]!.path}`, "-s")} | ${shellLine(["grep", "-o", `${value}[^"]*`])}`;
  if (inClear !== value && all.some((text) => text.includes(inClear))) {
    return error("doctor/mixed-content", about, {
      message: `The app was built to call ${inClear}: browsers block calls in clear from a page over HTTPS.`,
      evidence,
      symptom: '"Mixed Content" in the console, no data on the page',
      fix: `Build the app with ${name}=${value} (the generated env file has it), and upload it again.`,
      command,
    });
  }
  const cut = scripts.find(({ isWhole }) => !isWhole);
  if (cut) {
    const reason = `${value} is not in what was read of the page's scripts: of ${cut.path}, only the first megabyte.`;
    return unknown(about, reason, evidence);
  }
  return warning("doctor/stale-build", about, {
    message: `${value} stands in none of the page's scripts: the app was built with another value, or loads it later.`,
    evidence,
    symptom: "calls that go nowhere, or to another environment",
    fix: `Build the app with the generated env file (${name}), upload it, and invalidate /index.html.`,
    command,
  });
}
