// csrf: does Django take a POST from the page's origin, and refuse one from another?
import type { Check, Examination } from "../examination";
import { failureOf, faultOf } from "../causes/failure";
import { curl } from "../command";
import { applicationWay, behaviorFor, type Entrance, get, noAnswer, urlOf } from "../entrance";
import { type About, error, type Evidence, type Finding, notApplicable, ok, unknown } from "../finding";
import { type Exchange, valuesOf } from "../http/exchange";
import { STRANGE_ORIGIN } from "./cors";

export const csrf: Check = {
  name: "csrf",
  title: "Django takes a POST from the page's origin and from no other",
  run: async (examination) => judgeAll(examination),
};

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const { project, given, ask } = examination;
  const way = applicationWay(project);
  const about: About = { check: "csrf", leg: "nginx-gunicorn", subject: given.formPath ?? "a form" };
  if (!project.django) return [notApplicable(about, "There is no Django.")];
  if (given.formPath === null) {
    return [
      notApplicable(
        about,
        "Name a page that an empty POST does not change with --form, such as /admin/login/.",
      ),
    ];
  }
  if ("closed" in way) return [unknown(about, way.closed)];
  const form = formWay(way, given.formPath);
  const page = await ask(get(form));
  if (page.kind !== "response") return [noAnswer(about, page)];
  const cookie = valuesOf(page, "set-cookie")
    .find((one) => /^[^=]*csrf[^=]*=/i.test(one))
    ?.split(";")[0];
  if (cookie === undefined)
    return [unknown(about, `${given.formPath} sets no CSRF cookie; it answered ${page.status}.`)];
  const origins = project.django.csrfTrustedOrigins;
  const post = (origin: string) => ask(postOf(form, cookie, origin));
  const trusted = Promise.all(origins.map(async (origin) => ({ origin, answer: await post(origin) })));
  return [
    ofTrusted(await trusted, form, examination),
    ofStranger(await post(STRANGE_ORIGIN), form, examination),
  ];
}

// The form's path may be another behavior's than the application's.
function formWay(way: Entrance, path: string): Entrance {
  const { distribution } = way;
  return { ...way, path, behavior: distribution && (behaviorFor(distribution, path.split("?")[0]!) ?? null) };
}

// A form without its fields: Django checks the origin first, and a form without fields is not valid.
function postOf(form: Entrance, cookie: string, origin: string) {
  const token = cookie.slice(cookie.indexOf("=") + 1);
  const headers = {
    Cookie: cookie,
    Origin: origin,
    Referer: `${origin}/`,
    "X-CSRFToken": token,
    "Content-Type": "application/x-www-form-urlencoded",
    "Content-Length": "0",
  };
  return get(form, { method: "POST", headers });
}

/** @returns the finding of a POST that CloudFront itself refused: Django never saw it */
function byCloudFront(
  answer: Exchange,
  about: About,
  form: Entrance,
  examination: Examination,
): Finding | null {
  if (answer.kind !== "response" || form.distribution === null) return null;
  const failure = failureOf(answer, { way: form, method: "POST" }, examination);
  const shown = {
    evidence: [["status", String(answer.status)]] as const,
    command: curl(examination.world, urlOf(form), "-ski", "-X", "POST", "-d", ""),
  };
  return failure ? error(failure.code, { ...about, leg: form.leg }, faultOf(failure, answer, shown)) : null;
}

// The cookie and its token from the form itself; kept in a file that goes.
function postCommand({ world }: Examination, form: Entrance, origin: string): string {
  const page = curl(world, urlOf(form), "-sk", "-o", "/dev/null").replace(/^curl/, 'curl -c "$jar"');
  const sent = ["-ski", "-d", "", "-H", `Origin: ${origin}`, "-H", `Referer: ${origin}/`];
  const token = `-b "$jar" -H "X-CSRFToken: $(awk 'tolower($6) ~ /csrf/ { print $7 }' "$jar")"`;
  const post = curl(world, urlOf(form), ...sent).replace(/^curl/, `curl ${token}`);
  return `jar=$(mktemp); ${page}; ${post}; rm "$jar"`;
}

const REFUSED = 403;

// A form without its fields is answered with itself, a redirect or 400; anything else need not be the form's answer.
function isTaken(status: number): boolean {
  return (status >= 200 && status < 400) || status === 400;
}

function saysNothing(about: About, status: number, evidence: Evidence): Finding {
  return unknown(about, `The POST is answered with ${status}, which says nothing about CSRF.`, evidence);
}

function ofTrusted(
  tried: readonly { origin: string; answer: Exchange }[],
  form: Entrance,
  examination: Examination,
): Finding {
  const about: About = { check: "csrf", leg: "nginx-gunicorn", subject: `${urlOf(form)} from the page` };
  const statuses: (readonly [origin: string, status: number])[] = [];
  for (const { origin, answer } of tried) {
    if (answer.kind !== "response") return noAnswer(about, answer);
    const refusal = byCloudFront(answer, about, form, examination);
    if (refusal) return refusal;
    statuses.push([origin, answer.status]);
  }
  const evidence = statuses.map(([origin, status]) => [origin, String(status)] as const);
  const refused = statuses.filter(([, status]) => status === REFUSED).map(([origin]) => origin);
  const other = statuses.map(([, status]) => status).find((status) => !isTaken(status));
  const command = postCommand(examination, form, refused[0] ?? tried[0]?.origin ?? `https://${form.host}`);
  if (refused.length === 0 && other !== undefined) return saysNothing(about, other, evidence);
  if (refused.length === 0) return ok(about, "A POST from each trusted origin is taken.", evidence, command);
  return error("doctor/csrf-refused", about, {
    message: `Django refuses a POST with a right token from ${refused.join(" and ")}.`,
    evidence,
    symptom: '403, "CSRF verification failed"',
    fix: "Deploy the generated settings (CSRF_TRUSTED_ORIGINS) and restart Gunicorn.",
    command,
  });
}

function ofStranger(answer: Exchange, form: Entrance, examination: Examination): Finding {
  const about: About = {
    check: "csrf",
    leg: "nginx-gunicorn",
    subject: `${urlOf(form)} from a strange origin`,
  };
  if (answer.kind !== "response") return noAnswer(about, answer);
  const evidence = [["status", String(answer.status)]] as const;
  const refusal = byCloudFront(answer, about, form, examination);
  if (refusal)
    return unknown(about, `CloudFront refuses the POST before Django sees it: ${refusal.message}`, evidence);
  const command = postCommand(examination, form, STRANGE_ORIGIN);
  if (answer.status === REFUSED)
    return ok(about, "A POST from a strange origin is refused.", evidence, command);
  if (!isTaken(answer.status)) return saysNothing(about, answer.status, evidence);
  return error("doctor/csrf-open", about, {
    message: "A POST from a strange origin is taken: the view or the settings leave out Django's CSRF check.",
    evidence,
    symptom: "none; any page can act as the viewer",
    fix: "Put django.middleware.csrf.CsrfViewMiddleware back, or take @csrf_exempt off the view.",
    command,
  });
}
