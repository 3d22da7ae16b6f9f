// compression: does a browser get compressed what CloudFront may compress?
import { isFromCloudFront } from "../cloudfront-answer";
import { curl } from "../command";
import { get, noAnswer, urlOf } from "../entrance";
import type { Behavior } from "../../config/project";
import type { Check, Examination } from "../examination";
import { type About, type Finding, notApplicable, ok, unknown, warning } from "../finding";
import { compressible } from "../http/compressible";
import { header, type Response } from "../http/exchange";
import type { World } from "../world";
import { cacheableWay } from "./cache";
import { pageWay } from "./page";

export const compression: Check = {
  name: "compression",
  title: "browsers get text compressed",
  run: async (examination) => [await judge(examination)],
};

async function judge(examination: Examination): Promise<Finding> {
  const { project, ask, world } = examination;
  const about: About = { check: "compression", leg: "browser-cloudfront", subject: "the page" };
  if (!project.frontend) return notApplicable(about, "The project has no front end.");
  const page = pageWay(project);
  if (!page) return unknown(about, "The page's domain name is not known before the first deploy.");
  const one = page.distribution!;
  const behavior = one.behaviors.at(-1)!;
  if (!behavior.compress) return notApplicable(about, "The behavior does not compress, as the config says.");
  const way = await cacheableWay(one, behavior, examination);
  if ("closed" in way) return unknown(about, way.closed);
  const own = { ...about, subject: urlOf(way) };
  const plain = await ask(get(way, { headers: { "Accept-Encoding": "identity" } }));
  const packed = await ask(get(way, { headers: { "Accept-Encoding": "gzip, br" } }));
  if (plain.kind !== "response") return noAnswer(own, plain);
  if (packed.kind !== "response") return noAnswer(own, packed);
  if (!isFromCloudFront(packed)) return unknown(own, "What answers is not CloudFront.");
  return ofAnswers(plain, packed, behavior, own, world);
}

// Developer Guide, ServingCompressedFiles: what CloudFront compresses.
const SMALLEST = 1_000;
const LARGEST = 10_000_000;

function ofAnswers(
  plain: Response,
  packed: Response,
  behavior: Behavior,
  about: About,
  world: World,
): Finding {
  const type = header(plain, "content-type") ?? "none";
  const { bytes, said } = sizeOf(plain);
  const encoding = header(packed, "content-encoding");
  const evidence = [
    ["Content-Type", type],
    ["size", `${said} plain, ${sizeOf(packed).said} as sent`],
    ["Content-Encoding", encoding ?? "none"],
  ] as const;
  const command = curl(world, about.subject, "-sI", "-H", "Accept-Encoding: gzip, br");
  if (encoding !== null) return ok(about, `It comes with ${encoding}.`, evidence, command);
  if (packed.status !== 200) return notApplicable(about, `The answer is ${packed.status}.`);
  if (!compressible.has(type.split(";")[0]!.trim().toLowerCase()))
    return notApplicable(about, `CloudFront does not compress ${type}.`);
  if (bytes < SMALLEST || bytes > LARGEST)
    return notApplicable(about, `${said} are outside of what CloudFront compresses.`);
  const { why, fix } = reason(plain, behavior);
  return warning("doctor/not-compressed", about, {
    message: `${said} of text come as they are: ${why}.`,
    evidence,
    symptom: "a page that loads slowly",
    fix,
    command,
  });
}

// Of a large body only the beginning is read.
function sizeOf(answer: Response): { bytes: number; said: string } {
  const length = header(answer, "content-length");
  const bytes = length === null ? answer.body.length : Number(length);
  return { bytes, said: length === null && !answer.isWhole ? "more than 1 MB" : `${bytes} bytes` };
}

// Developer Guide, ServingCompressedFiles: all of these have to hold.
function reason(plain: Response, { cache }: Behavior): { why: string; fix: string } {
  if (cache === "none" || (typeof cache !== "string" && cache.maxTtlSeconds === 0)) {
    return {
      why: "nothing is cached here, and such a policy accepts no encodings",
      fix: "Let the behavior cache (`cache`), or let the origin compress.",
    };
  }
  if (header(plain, "content-length") === null) {
    return {
      why: "the origin sends no Content-Length (it sends in chunks), without which CloudFront never compresses",
      fix: "Let the origin send a Content-Length, or compress by itself.",
    };
  }
  return {
    why: "it was cached before the behavior compressed, or another distribution is deployed than the config's",
    fix: "Deploy the distribution from this config and invalidate the paths; objects that were cached before keep their form.",
  };
}
