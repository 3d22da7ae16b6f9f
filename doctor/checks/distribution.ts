// distribution: what does CloudFront answer, behavior by behavior, and which documented failure is it?
import type { Behavior, Distribution } from "../../config/project";
import { failureOf, faultOf } from "../causes/failure";
import { isByFunction, isFromCloudFront, xmlErrorCode } from "../cloudfront-answer";
import { curl } from "../command";
import { behaviorWay, type Entrance, get, isOpen, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { authorizationEvidence, authorizationLost, reachesOrigin } from "../forwarding";
import {
  type About,
  type DoctorCode,
  error,
  type Finding,
  notApplicable,
  ok,
  unknown,
  warning,
} from "../finding";
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
  if (failure) {
    const leg = isOfEdge(failure.code) ? "browser-cloudfront" : about.leg;
    return error(failure.code, { ...about, leg }, faultOf(failure, answer, shown));
  }
  if (answer.status === 401) return unauthorized(answer, way, about, shown);
  if (answer.status === 403 && xmlErrorCode(answer) === "AccessDenied" && about.leg === "cloudfront-bucket") {
    return accessDenied(way, about, shown);
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

// Without s3:ListBucket a missing object and a forbidden one look the same. A path of our own making need not exist.
function accessDenied({ path, distribution }: Entrance, about: About, shown: Shown): Finding {
  if (path !== "/" || distribution?.defaultRootObject === "") {
    return ok(
      about,
      "CloudFront answers; there is no object at this path, or it may not be read.",
      shown.evidence,
      shown.command,
    );
  }
  return warning("doctor/access-denied", about, {
    message: `S3 refuses ${distribution?.defaultRootObject}: it is not uploaded, or the bucket's policy does not let this distribution read.`,
    symptom: '403 with "AccessDenied" in XML',
    fix: "Upload the built app; if it is there, deploy again, since the bucket's policy names the distribution.",
    ...shown,
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
