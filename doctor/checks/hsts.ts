// hsts: does each answer over HTTPS carry Strict-Transport-Security once, as the config has it?
import type { Project } from "../../config/project";
import { curl } from "../command";
import type { Check, Examination } from "../examination";
import { get, noAnswer } from "../entrance";
import { type About, type Finding, notApplicable, ok, warning } from "../finding";
import { valuesOf } from "../http/exchange";
import { viewerHosts } from "../targets";
import { legOf } from "./response";

export const hsts: Check = {
  name: "hsts",
  title: "each host sends Strict-Transport-Security once",
  run: async (examination) =>
    Promise.all(places(examination.project).map((place) => judge(place, examination))),
};

interface Place {
  readonly host: string;
  readonly leg: About["leg"];
  /** What the config asks for, in seconds; null where it leaves that open. */
  readonly maxAgeSeconds: number | null;
}

function places(project: Project): Place[] {
  const { server } = project;
  const own = server?.hsts
    ? [{ host: server.host.name, leg: legOf(project), maxAgeSeconds: server.hsts.maxAgeSeconds }]
    : [];
  const others = Object.values(project.distributions).flatMap(viewerHosts);
  return [
    ...own,
    ...others.map((host) => ({ host, leg: "browser-cloudfront" as const, maxAgeSeconds: null })),
  ];
}

async function judge({ host, leg, maxAgeSeconds }: Place, { ask, world }: Examination): Promise<Finding> {
  const about: About = { check: "hsts", leg, subject: `https://${host}/` };
  const answer = await ask(get({ host, path: "/" }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  const values = valuesOf(answer, "strict-transport-security");
  const found = Number(/max-age="?(\d+)/i.exec(values[0] ?? "")?.[1] ?? 0);
  const shown = {
    evidence: [
      ["status", String(answer.status)],
      ["sent", values.length === 0 ? "nothing" : values.join(" and ")],
      ...(maxAgeSeconds === null ? [] : [["config", `max-age=${maxAgeSeconds}`] as const]),
    ] as const,
    command: curl(world, `https://${host}/`, "-skI"),
  };
  // CloudFront adds the policy's headers to answers of an origin, not to each error of its own.
  if (values.length === 0 && answer.status >= 400 && leg === "browser-cloudfront") {
    return notApplicable(about, `The answer is ${answer.status}, to which CloudFront may add no headers.`);
  }
  if (values.length === 1 && found > 0 && (maxAgeSeconds === null || found === maxAgeSeconds)) {
    return ok(about, `It is sent once: ${values[0]}.`, shown.evidence, shown.command);
  }
  return warning("doctor/hsts", about, {
    message: fault(values.length, found),
    symptom: "none that a viewer sees",
    fix: "Install the generated files as they are: each answer has one owner of the header. A second one mostly comes from a hand-written add_header or a middleware.",
    ...shown,
  });
}

function fault(count: number, maxAgeSeconds: number): string {
  if (count > 1) return `The header comes ${count} times; browsers follow the first alone.`;
  return maxAgeSeconds > 0
    ? "The header has another time than the config."
    : "The header is missing, so a first visit over plain HTTP can be intercepted.";
}
