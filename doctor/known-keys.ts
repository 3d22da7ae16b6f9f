// Whether CloudFront knows the ids of public keys that the outputs file has: it says so before it looks at a signature.
import type { SigningKey } from "../config/project";
import { isFromCloudFront, xmlErrorCode } from "./cloudfront-answer";
import { curl } from "./command";
import { behaviorWay, type Entrance, get, noAnswer, urlOf } from "./entrance";
import type { Examination } from "./examination";
import { type About, error, type Finding, ok, unknown } from "./finding";

/** @param about of the outputs file */
export async function keyFindings(about: About, examination: Examination): Promise<Finding[]> {
  const { distributions, signingKeys } = examination.project;
  // With a private key the check signed says more.
  if (examination.given.signingKey) return [];
  const known = signingKeys.flatMap(({ keyId }) => keyId ?? []);
  const ways = Object.values(distributions).flatMap((one) => {
    const behavior = one.behaviors.find(({ signed }) => signed);
    const way = behavior ? behaviorWay(one, behavior) : null;
    return way === null || "closed" in way ? [] : [way];
  });
  return Promise.all(ways.flatMap((way) => known.map((id) => ofKey(id, way, about, examination))));
}

async function ofKey(
  id: NonNullable<SigningKey["keyId"]>,
  way: Entrance,
  { check, leg, subject }: About,
  { ask, world }: Examination,
): Promise<Finding> {
  const about: About = { check, leg, subject: `${subject}: ${id} on ${way.host}` };
  const expires = Math.floor(world.now().getTime() / 1000) + 60;
  // As long as one of RSA 2048, and never a right one: nothing that anybody could use.
  const signature = `${"A".repeat(342)}__`;
  const path = `${way.path}?Expires=${expires}&Signature=${signature}&Key-Pair-Id=${id}`;
  const answer = await ask(get({ host: way.host, path }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isFromCloudFront(answer)) return unknown(about, "What answers is not CloudFront.");
  const code = xmlErrorCode(answer);
  const evidence = [
    ["status", String(answer.status)],
    ["code", code ?? "none"],
  ] as const;
  const command = curl(world, urlOf({ host: way.host, path }), "-si");
  if (code === "InvalidKey") {
    return error("doctor/outputs-stale", about, {
      message: `CloudFront does not know the key ${id} of the outputs file.`,
      evidence,
      symptom: '403 with "Unknown Key" for whoever has a signed URL',
      fix: "Run `cdktf deploy --outputs-file` again, then `httpsmith generate`, and let what signs use the new id.",
      command,
    });
  }
  // To find a signature wrong takes the key. S3 would write "Access Denied".
  if (code === "AccessDenied" && answer.body.toString("latin1").includes("Access denied"))
    return ok(about, `CloudFront knows the key ${id}.`, evidence, command);
  return unknown(about, "CloudFront does not answer as it does to a wrong signature.", evidence);
}
