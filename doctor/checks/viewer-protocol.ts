// viewer-protocol: does CloudFront redirect or refuse plain HTTP, as each behavior has it?
import { isFromCloudFront } from "../cloudfront-answer";
import { curl } from "../command";
import { behaviorFor, type Entrance, noAnswer } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { header } from "../http/exchange";
import { viewerHosts } from "../targets";

export const viewerProtocol: Check = {
  name: "viewer-protocol",
  title: "CloudFront leads plain HTTP to HTTPS",
  run: async (examination) => {
    const all = Object.values(examination.project.distributions).flatMap((one) =>
      viewerHosts(one).map((host) => ({ host, path: "/", distribution: one })),
    );
    return Promise.all(all.map((one) => judge(one, examination)));
  },
};

async function judge(
  { host, path, distribution }: Pick<Entrance, "host" | "path" | "distribution">,
  { ask, world }: Examination,
): Promise<Finding> {
  const url = `http://${host}${path}`;
  const about: About = { check: "viewer-protocol", leg: "browser-cloudfront", subject: url };
  const policy = behaviorFor(distribution!, path)?.viewerProtocolPolicy ?? "allow-all";
  if (policy === "allow-all")
    return notApplicable(about, "The behavior lets plain HTTP through, as the config says.");
  const answer = await ask({ scheme: "http", host, path });
  if (answer.kind !== "response") return noAnswer(about, answer);
  const location = header(answer, "location");
  const shown = {
    evidence: [
      ["policy", policy],
      ["status", String(answer.status)],
      ["Location", location ?? "none"],
    ] as const,
    command: curl(world, url, "-sI"),
  };
  if (!isFromCloudFront(answer))
    return unknown(about, "What answers is not CloudFront: a captive portal or a proxy?", shown.evidence);
  const isRight = policy === "https-only" ? answer.status === 403 : location === `https://${host}${path}`;
  if (isRight)
    return ok(about, `Plain HTTP is answered with ${answer.status}.`, shown.evidence, shown.command);
  return error("doctor/viewer-protocol", about, {
    message: `Plain HTTP is not answered as the viewer protocol policy ${policy} wants it.`,
    symptom: "a page without a padlock",
    fix: "Deploy the distribution from this config; a change by hand in the console is undone by the next deploy.",
    ...shown,
  });
}
