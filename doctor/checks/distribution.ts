// distribution: what does CloudFront answer, behavior by behavior, and which documented failure is it?
import type { Behavior, Distribution } from "../../config/project";
import { accessDenied } from "../causes/access-denied";
import { failureOf, faultOf } from "../causes/failure";
import { answersItself, isByFunction, isFromCloudFront, xmlErrorCode } from "../cloudfront-answer";
import { curl } from "../command";
import { behaviorWay, type Entrance, get, isOpen, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { authorizationEvidence, authorizationLost, reachesOrigin } from "../forwarding";
import { type About, type DoctorCode, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { header, type Response } from "../http/exchange";
import { viewerHosts } from "../targets";

export const distribution: Check = {
  name: "distribution",
  title: "CloudFront answers for each name and behavior",
  run: async (examination) => {
    const all = Object.values(examination.project.distributions).flatMap((one) =>
      ofDistribution(one, examination),
    );
    return Promise.all(all);
  },
};

function ofDistribution(one: Distribution, examination: Examination): Promise<Finding>[] {
  const hosts = viewerHosts(one);
  if (hosts.length === 0) {
    const about: About = { check: "distribution", leg: "browser-cloudfront", subject: one.id };
    return [
      Promise.resolve(
        unknown(about, "Its domain name is not known before the first deploy; see the outputs file."),
      ),
    ];
  }
  const names = hosts.slice(1).map((host) => ofName(host, one, examination));
  return [...one.behaviors.map((behavior) => ofBehavior(behavior, one, examination)), ...names];
}

/** The first name is asked by every behavior; of the others it matters whether CloudFront knows them. */
function ofName(host: string, one: Distribution, examination: Examination): Promise<Finding> {
  const way: Entrance = { host, path: "/", leg: "browser-cloudfront", distribution: one, behavior: null };
  return ofAnswer(way, { check: "distribution", leg: way.leg, subject: urlOf(way) }, examination);
}

async function ofBehavior(behavior: Behavior, one: Distribution, examination: Examination): Promise<Finding> {
  const about: About = { check: "distribution", leg: legOf(behavior), subject: `${one.id} ${behavior.path}` };
  if (!isOpen(behavior, examination.project)) {
    return notApplicable(about, "It asks for a signature or a token; see the checks signed and edge.");
  }
  const way = behaviorWay(one, behavior);
  if ("closed" in way) return notApplicable(about, way.closed);
  return ofAnswer(way, { ...about, subject: urlOf(way) }, examination);
}

function legOf({ origin }: Behavior): About["leg"] {
  return origin.kind === "bucket" ? "cloudfront-bucket" : "cloudfront-server";
}

async function ofAnswer(way: Entrance, about: About, examination: Examination): Promise<Finding> {
  const { ask, world } = examination;
  const answer = await ask(get(way));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const shown = { evidence: evidenceOf(answer), command: curl(world, urlOf(way), "-si") };
  if (!isFromCloudFront(answer)) return notCloudFront(way, about, shown);
  const failure = failureOf(answer, { way, method: "GET" }, examination);
  if (failure?.code === "doctor/origin-overloaded" && way.behavior?.origin.kind === "server")
    return unknown(
      about,
      "The server answers 503 through CloudFront; see the check application.",
      shown.evidence,
    );
  if (failure) {
    const leg = isOfEdge(failure.code) ? "browser-cloudfront" : about.leg;
    return error(failure.code, { ...about, leg }, faultOf(failure, answer, shown));
  }
  if (answer.status >= 500 && isByFunction(answer))
    return unknown(about, answersItself(answer), shown.evidence);
  if (answer.status === 401) return unauthorized(answer, way, about, shown);
  if (isCircle(answer, way)) return circle(way, answer, about, shown);
  if (answer.status === 403 && xmlErrorCode(answer) === "AccessDenied" && about.leg === "cloudfront-bucket") {
    return accessDenied(way, about, shown, examination);
  }
  return ok(about, `CloudFront answers ${answer.status}.`, shown.evidence, shown.command);
}

// What CloudFront decides by itself, before it asks an origin.
function isOfEdge(code: DoctorCode): boolean {
  return /^doctor\/(alias-unknown|edge-failed|request-(blocked|too-big)|(country|method)-blocked|web-acl)$/.test(
    code,
  );
}

/** A path that asks viewers for nothing, as far as the config knows. */
function unauthorized(answer: Response, way: Entrance, about: About, shown: Shown): Finding {
  const { behavior } = way;
  const said = "CloudFront answers 401";
  if (isByFunction(answer))
    return ok(about, `${said}: a function at the edge asks for a login.`, shown.evidence, shown.command);
  if (behavior === null || behavior.origin.kind === "bucket")
    return ok(about, `${said}.`, shown.evidence, shown.command);
  const evidence = [...shown.evidence, ...authorizationEvidence(behavior, answer)];
  if (reachesOrigin("authorization", behavior)) {
    const message = `${said}: the origin asks for a login, and the policies hand Authorization on.`;
    return ok(about, message, evidence, shown.command);
  }
  return error("doctor/authorization-lost", about, { ...authorizationLost, ...shown, evidence });
}

type Shown = { readonly evidence: Finding["evidence"]; readonly command: string };

function notCloudFront({ host, distribution }: Entrance, about: About, shown: Shown): Finding {
  if (host === distribution?.domainName) {
    return unknown(
      about,
      "What answers is not CloudFront: a captive portal, a proxy, or a wrong --resolve.",
      shown.evidence,
    );
  }
  return error("doctor/alias-elsewhere", about, {
    message: "The name does not lead to CloudFront: something else answers.",
    symptom: "another site than yours",
    fix: `Let an alias record of the name lead to ${distribution?.domainName ?? "the distribution"} (\`dns.zoneId\` makes it).`,
    ...shown,
  });
}

// An origin that wants HTTPS and is asked over plain HTTP sends every viewer back to where they are. Of the project's
// own server, the check redirects follows them.
function isCircle(answer: Response, way: Entrance): boolean {
  const location = answer.status >= 300 && answer.status < 400 ? header(answer, "location") : null;
  if (location === null || way.behavior?.origin.kind !== "host" || !URL.canParse(location, urlOf(way)))
    return false;
  const { hostname, pathname, search } = new URL(location, urlOf(way));
  return hostname === way.host && pathname + search === way.path;
}

function circle({ behavior }: Entrance, answer: Response, about: About, shown: Shown): Finding {
  const protocol = behavior?.origin.kind === "host" ? behavior.origin.protocol : "https-only";
  const isPlain = protocol !== "https-only";
  return error("doctor/redirect-loop", about, {
    message: `The origin sends viewers to where they are${isPlain ? `, since CloudFront asks it over plain HTTP (${protocol}) and it wants HTTPS` : ""}.`,
    symptom: "ERR_TOO_MANY_REDIRECTS",
    fix: isPlain
      ? 'Write `"protocol": "https-only"` on the origin and deploy.'
      : "Look at what the origin takes for the viewer's protocol: CloudFront removes X-Forwarded-Proto, and CloudFront-Forwarded-Proto has to be forwarded.",
    command: shown.command,
    evidence: [
      ...shown.evidence,
      ["Location", header(answer, "location") ?? "none"],
      ["origin protocol", protocol],
    ],
  });
}

function evidenceOf(answer: Response) {
  const names = ["x-cache", "server", "content-type"];
  return [
    ["status", String(answer.status)] as const,
    ...names.flatMap((name) =>
      header(answer, name) === null ? [] : [[name, header(answer, name)!] as const],
    ),
  ];
}
