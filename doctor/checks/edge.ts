// edge: does require-authorization refuse requests without a token, and let in those with one?
import { createHash } from "node:crypto";
import type { Behavior, Distribution, EdgeFunction, Project } from "../../config/project";
import { failureIn, isFromCloudFront } from "../cloudfront-answer";
import { curl } from "../command";
import { behaviorWay, type Entrance, get, guardOf, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
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

async function withoutToken(way: Entrance, { ask, world }: Examination): Promise<Finding> {
  const about: About = { check: "edge", leg: way.leg, subject: urlOf(way) };
  const answer = await ask(get(way));
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isFromCloudFront(answer)) return unknown(about, "What answers is not CloudFront.");
  const shown = {
    evidence: [["status", String(answer.status)]] as const,
    command: curl(world, urlOf(way), "-si"),
  };
  if (answer.status === 401)
    return ok(about, "A request without a token is refused.", shown.evidence, shown.command);
  const failure = failureIn(answer);
  if (failure)
    return error(failure.code, about, { ...failure, symptom: `${answer.status} from CloudFront`, ...shown });
  if (answer.status === 403) return unknown(about, "It is refused, but not by the function.", shown.evidence);
  return error("doctor/edge-open", about, {
    message: `A request without a token is answered with ${answer.status}: the function does not run here.`,
    symptom: "none; everybody gets in",
    fix: "Deploy the distribution; the function must be associated with this behavior for viewer-request, in a published version.",
    ...shown,
  });
}

async function withToken(
  way: Entrance,
  guard: EdgeFunction,
  { given, ask, project }: Examination,
): Promise<Finding> {
  const about: About = { check: "edge", leg: way.leg, subject: `${urlOf(way)}, with a token` };
  if (given.token === null)
    return notApplicable(about, "Give a token with --token-file or $HTTPSMITH_DOCTOR_TOKEN.");
  const refusal = whyNotSent(given.token, guard, project);
  if (refusal !== null) return unknown(about, refusal);
  const headers = { Authorization: `Bearer ${given.token}` };
  const answer = await ask(get(way, { headers, peer: "verified" }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const evidence = [["status", String(answer.status)]] as const;
  const failure = failureIn(answer);
  if (failure)
    return error(failure.code, about, { ...failure, symptom: `${answer.status} from CloudFront`, evidence });
  if (answer.status !== 401)
    return ok(about, `A request with a token is let in (${answer.status}).`, evidence);
  const isJwt = guard.handler === "require-jwt";
  return error("doctor/edge-refuses", about, {
    message: isJwt
      ? "The function refuses the JWT that was given."
      : "The function refuses a token whose digest is in the config.",
    evidence,
    symptom: "401 for everybody",
    fix: isJwt
      ? "Give a JWT of the issuer and audience in the config that is still valid; if it is one, deploy the function's present version."
      : "Deploy the function's present version, and wait until its replicas have it (up to 15 minutes).",
  });
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
