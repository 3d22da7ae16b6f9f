// cors: does the API let the page call it as a browser would, and nobody else's page?
import { curl } from "../command";
import { failureOf, faultOf } from "../causes/failure";
import type { Check, Examination } from "../examination";
import { applicationWay, type Entrance, get, noAnswer, urlOf } from "../entrance";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { header, type Response } from "../http/exchange";
import type { World } from "../world";

export const cors: Check = {
  name: "cors",
  title: "the API answers the preflights of the page's browser",
  run: async (examination) => judgeAll(examination),
};

// A name that nobody can have (RFC 2606 §2).
export const STRANGE_ORIGIN = "https://httpsmith-doctor.invalid";

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const { project } = examination;
  const way = applicationWay(project);
  const host = project.server?.host.name ?? "";
  const about: About = { check: "cors", leg: "browser-server", subject: `https://${host}/` };
  if (!project.django || project.frontend?.layout === "same-origin") {
    return [notApplicable(about, "Page and API have one origin, or there is no Django.")];
  }
  if ("closed" in way) return [unknown(about, way.closed)];
  const origins = project.django.corsAllowedOrigins;
  if (origins.length === 0)
    return [unknown(about, "No origin of the page is known before the first deploy.")];
  const allowed = origins.map((origin) => judge(origin, way, examination));
  return Promise.all([...allowed, judgeStranger(way, examination)]);
}

async function judge(origin: string, way: Entrance, examination: Examination): Promise<Finding> {
  const { ask, world } = examination;
  const about: About = { check: "cors", leg: way.leg, subject: `${urlOf(way)} from ${origin}` };
  const answer = await ask(preflight(way, origin));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const shown = { evidence: evidenceOf(answer), command: commandFor(way, origin, world) };
  const failure = way.distribution && failureOf(answer, { way, method: "OPTIONS" }, examination);
  if (failure && answer.status < 500) return error(failure.code, about, faultOf(failure, answer, shown));
  if (answer.status >= 500)
    return unknown(about, `The answer is ${answer.status}; see the check application.`);
  const missing = whatIsMissing(answer, origin);
  if (missing.length === 0) return ok(about, "The preflight is answered.", shown.evidence, shown.command);
  return error("doctor/cors-refused", about, {
    message: `A browser would block the page's calls: ${missing.join("; ")}.`,
    symptom: 'the console says "blocked by CORS policy"',
    fix: "Deploy the generated settings (CORS_ALLOWED_ORIGINS) with corsheaders' middleware first, restart Gunicorn, and answer OPTIONS without a login.",
    ...shown,
  });
}

async function judgeStranger(way: Entrance, { ask, world }: Examination): Promise<Finding> {
  const about: About = { check: "cors", leg: way.leg, subject: `${urlOf(way)} from a strange origin` };
  const answer = await ask(preflight(way, STRANGE_ORIGIN));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const granted = header(answer, "access-control-allow-origin");
  const shown = { evidence: evidenceOf(answer), command: commandFor(way, STRANGE_ORIGIN, world) };
  if (granted !== STRANGE_ORIGIN && granted !== "*")
    return ok(about, "A strange origin is not let in.", shown.evidence, shown.command);
  return error("doctor/cors-open", about, {
    message: `The API answers pages of any origin: Access-Control-Allow-Origin is ${granted}.`,
    symptom: "none; with credentials, any page can act as the viewer",
    fix: "Take CORS_ALLOW_ALL_ORIGINS and loose regular expressions out of the settings; the generated ones list each origin.",
    ...shown,
  });
}

// What a browser asks before a POST with JSON and Django's CSRF header (Fetch standard, CORS-preflight fetch).
function preflight(way: Entrance, origin: string) {
  const headers = {
    Origin: origin,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "content-type,x-csrftoken",
  };
  return get(way, { method: "OPTIONS", headers });
}

function whatIsMissing(answer: Response, origin: string): string[] {
  const list = (name: string) => (header(answer, name) ?? "").toLowerCase().split(/\s*,\s*/);
  const allowedHeaders = list("access-control-allow-headers");
  const found = header(answer, "access-control-allow-origin");
  return [
    ...(answer.status >= 200 && answer.status < 300 ? [] : [`the status is ${answer.status}, not 2xx`]),
    ...(found === origin ? [] : [`Access-Control-Allow-Origin is ${found ?? "missing"}`]),
    ...(header(answer, "access-control-allow-credentials") === "true" ? [] : ["credentials are not allowed"]),
    ...(list("access-control-allow-methods").includes("post") ? [] : ["POST is not allowed"]),
    ...["content-type", "x-csrftoken"].flatMap((name) =>
      allowedHeaders.includes(name) ? [] : [`the header ${name} is not allowed`],
    ),
  ];
}

function evidenceOf(answer: Response) {
  const names = ["origin", "credentials", "methods", "headers"].map((name) => `access-control-allow-${name}`);
  return [
    ["status", String(answer.status)] as const,
    ...names.map((name) => [name.replace("access-control-", ""), header(answer, name) ?? "none"] as const),
  ];
}

function commandFor(way: Entrance, origin: string, world: World): string {
  const headers = [
    `Origin: ${origin}`,
    "Access-Control-Request-Method: POST",
    "Access-Control-Request-Headers: content-type,x-csrftoken",
  ];
  return curl(world, urlOf(way), "-ski", "-X", "OPTIONS", ...headers.flatMap((one) => ["-H", one]));
}
