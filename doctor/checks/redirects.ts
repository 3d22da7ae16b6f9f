// redirects: does a browser arrive, or is it sent in a circle?
import { curl } from "../command";
import { applicationWay, type Entrance, get, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { header } from "../http/exchange";

export const redirects: Check = {
  name: "redirects",
  title: "redirects of the application arrive somewhere",
  run: async (examination) => [await judge(examination)],
};

// As browsers do (Fetch standard, HTTP-redirect fetch: 20), with less patience.
const MOST_STEPS = 8;

async function judge(examination: Examination): Promise<Finding> {
  const way = applicationWay(examination.project);
  const about: About = {
    check: "redirects",
    leg: "nginx-gunicorn",
    subject: "closed" in way ? "" : urlOf(way),
  };
  if ("closed" in way)
    return examination.project.server ? unknown(about, way.closed) : notApplicable(about, way.closed);
  return follow(way, about, examination);
}

async function follow(way: Entrance, about: About, { ask, world }: Examination): Promise<Finding> {
  const visited: string[] = [];
  let next: Entrance | null = way;
  while (next && visited.length < MOST_STEPS && !visited.includes(urlOf(next))) {
    visited.push(urlOf(next));
    const answer = await ask(get(next));
    if (answer.kind !== "response") return noAnswer(about, answer);
    const location = answer.status >= 300 && answer.status < 400 ? header(answer, "location") : null;
    const target: URL | null =
      location !== null && URL.canParse(location, urlOf(next)) ? new URL(location, urlOf(next)) : null;
    if (!target)
      return ok(about, visited.length === 1 ? "It is not redirected." : `It arrives at ${visited.at(-1)}.`);
    // Elsewhere, for instance at a login page, is none of ours; the doctor does not go there.
    if (target.hostname !== way.host) return ok(about, `It leads on to ${target.hostname}.`);
    // http:// on the own host comes back as https:// by way of the redirect there.
    next = { ...way, path: target.pathname + target.search };
  }
  return error("doctor/redirect-loop", about, {
    message: "The application redirects in a circle.",
    evidence: [...visited, next ? urlOf(next) : ""].map((url, index) => [`step ${index + 1}`, url] as const),
    symptom: "ERR_TOO_MANY_REDIRECTS",
    fix: "Mostly Django takes the request for plain HTTP: let Nginx set X-Forwarded-Proto, with SECURE_PROXY_SSL_HEADER in the settings, as the generated files do.",
    command: curl(world, urlOf(way), "-skIL", "--max-redirs", "5"),
  });
}
