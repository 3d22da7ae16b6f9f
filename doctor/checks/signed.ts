// signed: does a signed behavior refuse whoever has no signature, and serve who has one?
import type { Behavior, Distribution } from "../../config/project";
import { cannedPolicy, createSigner, parsePublicKey, signUrl } from "../../signing";
import { isFromCloudFront, xmlErrorCode } from "../cloudfront-answer";
import { curl } from "../command";
import { behaviorWay, type Entrance, get, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import type { Exchange } from "../http/exchange";
import { signedCommand } from "../signed-command";

export const signed: Check = {
  name: "signed",
  title: "signed behaviors refuse unsigned requests and serve signed ones",
  run: async (examination) => judgeAll(examination),
};

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const about: About = { check: "signed", leg: "browser-cloudfront", subject: "signed behaviors" };
  const all = Object.values(examination.project.distributions).flatMap((one) =>
    one.behaviors.filter((behavior) => behavior.signed).map((behavior) => ({ one, behavior })),
  );
  if (all.length === 0) return [notApplicable(about, "No behavior asks for a signature.")];
  return (await Promise.all(all.map(({ one, behavior }) => ofBehavior(one, behavior, examination)))).flat();
}

async function ofBehavior(
  one: Distribution,
  behavior: Behavior,
  examination: Examination,
): Promise<Finding[]> {
  const { given } = examination;
  const way = behaviorWay(one, behavior, given.object ?? undefined);
  const about: About = { check: "signed", leg: "browser-cloudfront", subject: `${one.id} ${behavior.path}` };
  if ("closed" in way) return [unknown(about, way.closed)];
  return Promise.all([unsigned(way, examination), withSignature(way, examination)]);
}

async function unsigned(way: Entrance, { ask, world }: Examination): Promise<Finding> {
  const about: About = { check: "signed", leg: way.leg, subject: urlOf(way) };
  const answer = await ask(get(way));
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isFromCloudFront(answer)) return unknown(about, "What answers is not CloudFront.");
  const evidence = [
    ["status", String(answer.status)],
    ["code", xmlErrorCode(answer) ?? "none"],
  ] as const;
  const command = curl(world, urlOf(way), "-si");
  // Developer Guide, private content: 403 without a Key-Pair-Id; a function may turn it into a page of its own.
  if (answer.status === 403 && xmlErrorCode(answer) === "MissingKey") {
    return ok(about, "An unsigned request is refused.", evidence, command);
  }
  if (answer.status === 403)
    return unknown(about, "It is refused, but not for the missing signature.", evidence);
  return error("doctor/signature-not-required", about, {
    message: `An unsigned request is answered with ${answer.status}.`,
    evidence,
    symptom: "none; everybody reads what should be private",
    fix: "Deploy the distribution from this config. An earlier behavior without `signed` that matches the path lets requests through.",
    command,
  });
}

async function withSignature(way: Entrance, examination: Examination): Promise<Finding> {
  const about: About = { check: "signed", leg: way.leg, subject: `${urlOf(way)}, signed` };
  const made = signedPath(way, examination);
  if ("closed" in made)
    return examination.given.signingKey ? unknown(about, made.closed) : notApplicable(about, made.closed);
  const answer = await examination.ask(get({ ...way, path: made.path }, { peer: "verified" }));
  return ofSigned(answer, about, made);
}

function ofSigned(answer: Exchange, about: About, { policy, command }: Made): Finding {
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isFromCloudFront(answer)) return unknown(about, "What answers is not CloudFront.");
  const code = xmlErrorCode(answer);
  const evidence = [
    ["status", String(answer.status)],
    ["code", code ?? "none"],
  ] as const;
  if (answer.status !== 403)
    return ok(about, `A signed request is let in (${answer.status}).`, evidence, command);
  // S3 writes "Access Denied", CloudFront "Access denied": that is how the two are told apart.
  if (code === "AccessDenied" && answer.body.toString("latin1").includes("Access Denied")) {
    return ok(
      about,
      "The signature is accepted; S3 has no such object, or may not show it. Name one with --object.",
      evidence,
      command,
    );
  }
  return error("doctor/signature-refused", about, {
    message: `CloudFront refuses a right signature: ${reasons[code ?? ""] ?? "without a code of its own"}.`,
    // CloudFront makes this text anew from the URL that it gets, and compares the signature with that.
    evidence: [...evidence, ["signed policy", policy]],
    command,
    symptom: "403 for everybody with a signed URL",
    fix: "Compare the key with `httpsmith keys check --private FILE`, deploy the key group, and look at the clock of whoever signs.",
  });
}

// Developer Guide, private-content errors.
const reasons: Readonly<Record<string, string>> = {
  MissingKey: "it sees no key id",
  InvalidKey: "the key is in none of the behavior's key groups",
  MalformedSignature: "the signature cannot be read",
  MalformedPolicy: "the policy cannot be read",
  AccessDenied: "the signature does not fit, or its time is over",
};

// Long enough for a slow network, too short to be of use to anybody who sees a log.
const VALID_SECONDS = 120;

interface Made {
  readonly path: string;
  readonly policy: string;
  /** Signs with OpenSSL what was signed here. */
  readonly command: string;
}

function signedPath(way: Entrance, { project, given, world }: Examination): Made | { closed: string } {
  const { signingKey } = given;
  if (!signingKey) return { closed: "Give a private key with --key to see a signed request served." };
  const key = project.signingKeys.find(
    ({ publicKeyPem }) => fingerprint(publicKeyPem) === signingKey.publicKey.fingerprintSha256,
  );
  if (!key) return { closed: "The key that was given belongs to none in signingKeys." };
  if (key.keyId === null)
    return { closed: `CloudFront's id of the key ${key.id} is not known before a deploy.` };
  const signer = createSigner({ keyPairId: key.keyId, privateKey: signingKey });
  if (!signer.ok) return { closed: signer.problem.message };
  const now = Math.floor(world.now().getTime() / 1000);
  const expiresAt = now + VALID_SECONDS;
  const url = signUrl(signer.value, { url: urlOf(way), expiresAt }, now);
  if (!url.ok) return { closed: url.problem.message };
  const policy = cannedPolicy(urlOf(way), expiresAt);
  const keyFile = given.secretFiles.signingKey ?? "private-key.pem";
  const command = signedCommand(world, urlOf(way), { keyId: key.keyId, keyFile });
  return { path: url.value.slice(`https://${way.host}`.length), policy, command };
}

function fingerprint(pem: string): string | null {
  const parsed = parsePublicKey(pem);
  return parsed.ok ? parsed.value.fingerprintSha256 : null;
}
