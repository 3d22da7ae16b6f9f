// edge: do guards refuse requests without a token, and let in those with one?
import { createHash } from "node:crypto";
import type { Behavior, Distribution, EdgeFunction, Project } from "../../config/project";
import { failureOf, faultOf } from "../causes/failure";
import { answersItself, isByFunction, isFromCloudFront } from "../cloudfront-answer";
import { curl, shellWord } from "../command";
import { behaviorWay, type Entrance, get, guardOf, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { authorizationEvidence, authorizationLost, reachesOrigin } from "../forwarding";
import type { Exchange, Response } from "../http/exchange";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";

export const edge: Check = {
  name: "edge",
  title: "guards at the edge refuse strangers and admit who has a token",
  run: async (examination) => judgeAll(examination),
};

interface Guarded {
  readonly one: Distribution;
  readonly behavior: Behavior;
  readonly guard: EdgeFunction;
}

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const about: About = { check: "edge", leg: "browser-cloudfront", subject: "edge functions" };
  const { distributions } = examination.project;
  const all = Object.values(distributions).flatMap((one) =>
    one.behaviors.flatMap((behavior) => {
      const guard = guardOf(behavior, examination.project);
      return guard ? [{ one, behavior, guard }] : [];
    }),
  );
  if (all.length === 0) return [notApplicable(about, "No behavior asks for a token.")];
  return (await Promise.all(all.map((guarded) => ofBehavior(guarded, examination)))).flat();
}

async function ofBehavior({ one, behavior, guard }: Guarded, examination: Examination): Promise<Finding[]> {
  const about: About = { check: "edge", leg: "browser-cloudfront", subject: `${one.id} ${behavior.path}` };
  const way = behaviorWay(one, behavior);
  if ("closed" in way) return [unknown(about, way.closed)];
  return Promise.all([withoutToken(way, examination), withToken(way, guard, examination)]);
}

const notCloudFront = "What answers is not CloudFront.";

async function withoutToken(way: Entrance, examination: Examination): Promise<Finding> {
  const { ask, world } = examination;
  const about: About = { check: "edge", leg: way.leg, subject: urlOf(way) };
  const answer = await ask(get(way));
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isFromCloudFront(answer)) return unknown(about, notCloudFront);
  const shown = {
    evidence: [["status", String(answer.status)]] as const,
    command: curl(world, urlOf(way), "-si"),
  };
  if (answer.status === 401 && isOfOrigin(answer, way))
    return unknown(
      about,
      "It is refused, but by the origin: X-Cache does not say that a function answered.",
      shown.evidence,
    );
  if (answer.status === 401)
    return ok(about, "A request without a token is refused.", shown.evidence, shown.command);
  if (isOtherRefusal(answer)) return unknown(about, answersItself(answer), shown.evidence);
  const failure = failureOf(answer, { way, method: "GET" }, examination);
  if (failure) return error(failure.code, about, faultOf(failure, answer, shown));
  if (answer.status === 403) return unknown(about, "It is refused, but not by the function.", shown.evidence);
  return error("doctor/edge-open", about, {
    message: `A request without a token is answered with ${answer.status}: the function does not run here.`,
    symptom: "none; everybody gets in",
    fix: "Deploy the distribution; the function must be associated with this behavior for viewer-request, in a published version.",
    ...shown,
  });
}

async function withToken(way: Entrance, guard: EdgeFunction, examination: Examination): Promise<Finding> {
  const { given, project } = examination;
  const about: About = { check: "edge", leg: way.leg, subject: `${urlOf(way)}, with a token` };
  if (given.token === null)
    return notApplicable(about, "Give a token with --token-file or $HTTPSMITH_DOCTOR_TOKEN.");
  const refusal = whyNotSent(given.token, guard, project);
  if (refusal !== null) return unknown(about, refusal);
  const answer = await sendToken(given.token, way, examination);
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isFromCloudFront(answer)) return unknown(about, notCloudFront);
  return ofAdmission(answer, about, { way, guard }, examination);
}

/** @returns the answer to the same request without a token where another than CloudFront gives it */
async function sendToken(token: string, way: Entrance, { ask }: Examination): Promise<Exchange> {
  const before = await ask(get(way));
  if (before.kind !== "response" || !isFromCloudFront(before)) return before;
  return ask(get(way, { headers: { Authorization: `Bearer ${token}` }, peer: "verified" }));
}

function ofAdmission(
  answer: Response,
  about: About,
  { way, guard }: { readonly way: Entrance; readonly guard: EdgeFunction },
  examination: Examination,
): Finding {
  const evidence = [["status", String(answer.status)]] as const;
  const command = tokenCommand(way, examination);
  if (isOtherRefusal(answer)) return unknown(about, answersItself(answer), evidence);
  const failure = failureOf(answer, { way, method: "GET" }, examination);
  if (failure) return error(failure.code, about, faultOf(failure, answer, { evidence, command }));
  if (answer.status !== 401)
    return ok(about, `A request with a token is let in (${answer.status}).`, evidence, command);
  if (isOfOrigin(answer, way)) return ofOrigin(answer, way, about, { evidence, command });
  const isJwt = guard.handler === "require-jwt";
  return error("doctor/edge-refuses", about, {
    message: isJwt
      ? "The function refuses the JWT that was given."
      : "The function refuses a token whose digest is in the config.",
    evidence,
    command,
    symptom: "401 for everybody",
    fix: isJwt
      ? "Give a JWT of the issuer and audience in the config that is still valid; if it is one, deploy the function's present version."
      : "Deploy the function's present version, and wait until its replicas have it (up to 15 minutes).",
  });
}

// Such as the 503 of require-jwt, whose keys cannot be fetched.
function isOtherRefusal(answer: Response): boolean {
  return answer.status >= 400 && answer.status !== 401 && isByFunction(answer);
}

// Buckets know no 401.
function isOfOrigin(answer: Response, { behavior }: Entrance): boolean {
  return behavior?.origin.kind !== "bucket" && !isByFunction(answer);
}

/** The guard let it in, and the origin refuses it. */
function ofOrigin(
  answer: Response,
  { behavior }: Entrance,
  about: About,
  { evidence, command }: Shown,
): Finding {
  const facts = [...evidence, ...authorizationEvidence(behavior!, answer)];
  if (reachesOrigin("authorization", behavior!))
    return unknown(about, "The function lets it in, and the origin answers 401 to the same token.", facts);
  return error("doctor/authorization-lost", about, { ...authorizationLost, evidence: facts, command });
}

type Shown = Required<Pick<Finding, "evidence" | "command">>;

// Read anew and handed on by a pipe, so that the token is neither in the shell's history nor in the list of processes.
function tokenCommand(way: Entrance, { given, world }: Examination): string {
  const { token } = given.secretFiles;
  const value = token === null ? '"$HTTPSMITH_DOCTOR_TOKEN"' : `"$(cat ${shellWord(token)})"`;
  return `printf 'Authorization: Bearer %s' ${value} | ${curl(world, urlOf(way), "-si", "-H", "@-")}`;
}

// RFC 7519 §3, RFC 7515 §7.1: header, payload and signature, each base64url.
const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

// What the config does not know is sent to nobody, and a guard's token to that guard alone. A JWT proves itself; its
// guard knows keys, not tokens.
function whyNotSent(token: string, { id, handler, settings }: EdgeFunction, project: Project): string | null {
  if (handler === "basic-auth") return "A name and a password are not sent by the doctor.";
  const digest = createHash("sha256").update(token).digest("hex");
  if (handler !== "require-jwt")
    return knows(settings, digest)
      ? null
      : `The token's SHA-256 is not among those of edge.${id}; it was not sent.`;
  if (!jwt.test(token)) return `The token is no JWT, which edge.${id} asks for; it was not sent.`;
  const owner = Object.values(project.edge).find((one) => knows(one.settings, digest));
  return owner ? `The token is that of edge.${owner.id}; it was not sent.` : null;
}

function knows(settings: EdgeFunction["settings"], digest: string): boolean {
  const known = settings["tokenSha256"];
  return Array.isArray(known) && known.includes(digest);
}
