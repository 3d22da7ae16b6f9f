// origin-verify: does Nginx refuse who is not CloudFront?
import { curl } from "../command";
import type { Check, Examination } from "../examination";
import { get, noAnswer } from "../entrance";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import type { Response } from "../http/exchange";

export const originVerify: Check = {
  name: "origin-verify",
  title: "Nginx refuses requests without CloudFront's secret header",
  run: async (examination) => [await judge(examination)],
};

async function judge(examination: Examination): Promise<Finding> {
  const { project, ask, world } = examination;
  const host = project.server?.host.name ?? "";
  const about: About = { check: "origin-verify", leg: "cloudfront-server", subject: `https://${host}/` };
  const verify = project.server?.originVerify;
  if (!verify) return notApplicable(about, "The config asks for no such header.");
  const answer = await ask(get({ host, path: "/" }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const evidence = [["status", String(answer.status)]] as const;
  const command = curl(world, `https://${host}/`, "-ski");
  if (isNginxRefusal(answer)) {
    const doubt = await withSecret(host, verify.header, about, examination);
    return doubt ?? ok(about, `Nginx answers 403 without ${verify.header}.`, evidence, command);
  }
  if (answer.status === 403) {
    const message = `It answers 403 without ${verify.header}, but the page is not Nginx's own: the application, or something before the server, may have refused.`;
    return unknown(about, message, evidence);
  }
  return error("doctor/origin-open", about, {
    message: `The server answers ${answer.status} to a request without ${verify.header}: everybody gets past CloudFront.`,
    evidence,
    symptom: "none for viewers; signatures, edge functions and caches can be bypassed",
    fix: "Install the generated site on the server and reload Nginx; `nginx -T | grep -n origin_verify` shows whether it is there.",
    command,
  });
}

/** @returns why the refusal proves nothing: the right header fares no better; null where it does, or none was given */
async function withSecret(
  host: string,
  header: string,
  about: About,
  { given, ask }: Examination,
): Promise<Finding | null> {
  if (given.originSecret === null) return null;
  const headers = { [header]: given.originSecret };
  // The secret goes to nobody but the server that proves its name.
  const answer = await ask(get({ host, path: "/" }, { headers, peer: "verified" }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (!isNginxRefusal(answer)) return null;
  const message =
    "Nginx answers 403 with the value of --origin-secret-file too: it knows another value, or refuses everybody.";
  return unknown(about, message, [["status", String(answer.status)]]);
}

// The page of Nginx's `return 403` (ngx_http_special_response.c), which applications behind it do not write.
function isNginxRefusal({ status, body }: Response): boolean {
  const page = /<center><h1>403 Forbidden<\/h1><\/center>\s*<hr><center>nginx[^<]*<\/center>/;
  return status === 403 && page.test(body.toString("latin1"));
}
