// origin-verify: does Nginx refuse who is not CloudFront?
import { curl } from "../command";
import type { Check, Examination } from "../examination";
import { get, noAnswer } from "../entrance";
import { type About, error, type Finding, notApplicable, ok } from "../finding";

export const originVerify: Check = {
  name: "origin-verify",
  title: "Nginx refuses requests without CloudFront's secret header",
  run: async (examination) => [await judge(examination)],
};

async function judge({ project, ask, world }: Examination): Promise<Finding> {
  const host = project.server?.host.name ?? "";
  const about: About = { check: "origin-verify", leg: "cloudfront-server", subject: `https://${host}/` };
  const verify = project.server?.originVerify;
  if (!verify) return notApplicable(about, "The config asks for no such header.");
  const answer = await ask(get({ host, path: "/" }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const evidence = [["status", String(answer.status)]] as const;
  const command = curl(world, `https://${host}/`, "-ski");
  if (answer.status === 403) return ok(about, `It answers 403 without ${verify.header}.`, evidence, command);
  return error("doctor/origin-open", about, {
    message: `The server answers ${answer.status} to a request without ${verify.header}: everybody gets past CloudFront.`,
    evidence,
    symptom: "none for viewers; signatures, edge functions and caches can be bypassed",
    fix: "Install the generated site on the server and reload Nginx; `nginx -T | grep -n origin_verify` shows whether it is there.",
    command,
  });
}
