// response: does the server answer over HTTPS in time, with headers of a size that CloudFront takes?
import { curl } from "../command";
import type { Check, Examination } from "../examination";
import { get, noAnswer } from "../entrance";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { type Ask, type Exchange, MOST_HEADER_BYTES, type Stage } from "../http/exchange";
import { BAD_GATEWAY, GATEWAY_TIMEOUT, originTargets } from "../targets";
import type { Project } from "../../config/project";

export const response: Check = {
  name: "response",
  title: "the server answers in time and in good form",
  run: async (examination) => [await judge(examination)],
};

async function judge({ project, given, ask, world }: Examination): Promise<Finding> {
  const host = project.server?.host.name ?? "";
  const path = originPath(project);
  const about: About = { check: "response", leg: legOf(project), subject: `https://${host}${path}` };
  if (!project.server) return notApplicable(about, "The project has no server.");
  const answer = await ask(directRequest(project, given.originSecret));
  const command = curl(
    world,
    `https://${host}${path}`,
    "-sk",
    "-o",
    "/dev/null",
    "-w",
    "%{http_code} %{time_starttransfer} s\\n",
  );
  if (answer.kind === "response") {
    const seconds = (answer.firstByteMs / 1000).toFixed(2);
    return ok(
      about,
      `It answers ${answer.status} after ${seconds} s.`,
      [["limit", limitText(project)]],
      command,
    );
  }
  if (answer.kind === "unreachable") return noAnswer(about, answer);
  return ofFailure(answer, about, limitText(project), command);
}

/** @returns the request that CloudFront would send to the server for its first behavior there */
export function directRequest(project: Project, secret: string | null): Ask {
  const { server } = project;
  const header = server?.originVerify && secret !== null ? { [server.originVerify.header]: secret } : null;
  const limit = readTimeoutSeconds(project);
  return get(
    { host: server?.host.name ?? "", path: originPath(project) },
    {
      ...(limit === null ? {} : { patienceMs: limit * 1000 }),
      // The secret goes to nobody but the server that proves its name.
      ...(header ? { headers: header, peer: "verified" } : {}),
    },
  );
}

function serverOrigins({ distributions }: Project) {
  return Object.values(distributions)
    .flatMap(({ behaviors }) => behaviors.map(({ origin }) => origin))
    .flatMap((origin) => (origin.kind === "server" ? [origin] : []));
}

function originPath(project: Project): string {
  return `${serverOrigins(project)[0]?.path ?? ""}/`;
}

/** The shortest time that a distribution grants the server; null where only browsers ask it. */
function readTimeoutSeconds(project: Project): number | null {
  const limits = serverOrigins(project).map((origin) => origin.readTimeoutSeconds);
  return limits.length === 0 ? null : Math.min(...limits);
}

function limitText(project: Project): string {
  const limit = readTimeoutSeconds(project);
  return limit === null
    ? "none of CloudFront's; browsers ask the server"
    : `${limit} s, CloudFront's response timeout`;
}

/** @returns the leg that leads to the server: from CloudFront, or from browsers where none forwards to it */
export function legOf(project: Project): "browser-server" | "cloudfront-server" {
  return originTargets(project).find(({ server }) => server)?.peer === "browser"
    ? "browser-server"
    : "cloudfront-server";
}

function ofFailure(
  answer: Extract<Exchange, { kind: "failed" }>,
  about: About,
  limit: string,
  command: string,
): Finding {
  const evidence = [
    ["seen", answer.reason],
    ["limit", limit],
  ] as const;
  const { stage } = answer;
  if (stage === "handshake" || stage === "identity")
    return unknown(about, `No request was sent: ${answer.reason}; see the checks before.`);
  return error(codes[stage], about, { ...faults[stage], evidence, command });
}

type Told = Exclude<Stage, "handshake" | "identity">;

const codes = {
  slow: "doctor/response-too-slow",
  "headers-too-big": "doctor/headers-too-big",
  response: "doctor/malformed-response",
} as const satisfies Record<Told, string>;

const faults: Readonly<Record<Told, { message: string; symptom: string; fix: string }>> = {
  slow: {
    message: "The answer, or the next piece of it, does not come within the time that CloudFront waits.",
    symptom: GATEWAY_TIMEOUT,
    fix: "Make the view faster, or raise `origin.readTimeoutSeconds` (up to 120, above 60 by quota) together with Gunicorn's and Nginx's timeouts.",
  },
  "headers-too-big": {
    message: `The headers of the answer are larger than ${MOST_HEADER_BYTES} bytes.`,
    symptom: BAD_GATEWAY,
    fix: "Find what makes them large: cookies in many pieces, or a policy header that grew. Sessions belong into the database, not into the cookie.",
  },
  response: {
    message: "The server hangs up without a whole HTTP answer.",
    symptom: BAD_GATEWAY,
    fix: "Look into /var/log/nginx/error.log and `journalctl -u` of the Gunicorn unit at this time.",
  },
};
