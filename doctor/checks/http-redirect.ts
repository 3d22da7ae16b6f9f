// http-redirect: does plain HTTP lead to HTTPS, and does the way of Certbot's challenge stay open?
import { curl } from "../command";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown, warning } from "../finding";
import { header, type Response } from "../http/exchange";
import { noAnswer } from "../entrance";
import { legOf } from "./response";

export const httpRedirect: Check = {
  name: "http-redirect",
  title: "plain HTTP leads to HTTPS on the server",
  run: async (examination) => [await judge(examination)],
};

async function judge({ project, ask, world }: Examination): Promise<Finding> {
  const host = project.server?.host.name ?? "";
  const about: About = { check: "http-redirect", leg: legOf(project), subject: `http://${host}/` };
  if (!project.server) return notApplicable(about, "The project has no server.");
  const answer = await ask({ scheme: "http", host, path: "/" });
  const command = curl(world, `http://${host}/`, "-sI");
  if (answer.kind === "unreachable" && ["refused", "unanswered"].includes(answer.connected.kind)) {
    return warning("doctor/http-closed", about, {
      message: "Nobody answers on port 80, where Let's Encrypt looks for the challenge of each renewal.",
      symptom: "none yet; the certificate will not be renewed",
      fix: "Open port 80 in the security group and let Nginx listen there; the generated site answers the challenge and redirects the rest.",
      command,
    });
  }
  if (answer.kind !== "response") return noAnswer(about, answer);
  return ofResponse(answer, host, about, command);
}

function ofResponse(answer: Response, host: string, about: About, command: string): Finding {
  const location = header(answer, "location");
  const evidence = [
    ["status", String(answer.status)],
    ["Location", location ?? "none"],
  ] as const;
  const target = hostOf(location);
  if (location?.startsWith("https://") && target === host) {
    return ok(about, `It answers ${answer.status} and leads to HTTPS.`, evidence, command);
  }
  // RFC 6585 §6, and portals that send everybody to their own page.
  if (answer.status === 511 || (target !== null && target !== host)) {
    return unknown(
      about,
      `It leads to ${target ?? "a network's login"}, which is no host of the project: a captive portal?`,
      evidence,
    );
  }
  if (answer.status === 403 || answer.status === 444) {
    return ok(about, `It answers ${answer.status} and serves nothing in clear.`, evidence, command);
  }
  return error("doctor/http-not-redirected", about, {
    message: "Plain HTTP is answered as it is, without a redirect to HTTPS.",
    evidence,
    symptom: "a page without a padlock; passwords and cookies in clear",
    fix: "Use the generated site, whose server on port 80 answers 308 with the HTTPS address.",
    command,
  });
}

function hostOf(location: string | null): string | null {
  try {
    return location === null ? null : new URL(location).hostname;
  } catch {
    return null;
  }
}
