// compression: does a browser get compressed what CloudFront may compress?
import { isFromCloudFront } from "../cloudfront-answer";
import { curl } from "../command";
import { get, noAnswer, urlOf } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, type Finding, notApplicable, ok, unknown, warning } from "../finding";
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
  return ofAnswers(plain, packed, own, world);
}

// Developer Guide, ServingCompressedFiles: what CloudFront compresses.
const SMALLEST = 1_000;
const LARGEST = 10_000_000;
const compressible =
  /^(text\/(css|csv|html|javascript|plain|xml)|application\/(javascript|x-javascript|json|xml|wasm)|image\/svg\+xml)\b/i;

function ofAnswers(plain: Response, packed: Response, about: About, world: World): Finding {
  const type = header(plain, "content-type") ?? "none";
  const bytes = plain.body.length;
  const encoding = header(packed, "content-encoding");
  const evidence = [
    ["Content-Type", type],
    ["bytes", `${bytes} plain, ${packed.body.length} as sent`],
    ["Content-Encoding", encoding ?? "none"],
  ] as const;
  const command = curl(world, about.subject, "-sI", "-H", "Accept-Encoding: gzip, br");
  if (encoding !== null) return ok(about, `It comes with ${encoding}.`, evidence, command);
  if (packed.status !== 200) return notApplicable(about, `The answer is ${packed.status}.`);
  if (!compressible.test(type)) return notApplicable(about, `CloudFront does not compress ${type}.`);
  if (bytes < SMALLEST || bytes > LARGEST)
    return notApplicable(about, `${bytes} bytes are outside of what CloudFront compresses.`);
  const chunked =
    header(plain, "content-length") === null
      ? " The origin sends no Content-Length, without which CloudFront never compresses."
      : "";
  return warning("doctor/not-compressed", about, {
    message: `${bytes} bytes of text come as they are.${chunked}`,
    evidence,
    symptom: "a page that loads slowly",
    fix: "Set `compress` on the behavior; objects that were cached before keep their form until they are invalidated.",
    command,
  });
}
