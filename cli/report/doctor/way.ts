// The way from the browser to the application as steps, each with the worst that was found about it.
import { behaviorOrigins } from "../../../config/behavior-origins";
import type { Behavior } from "../../../config/project";
import type { Diagnosis, Finding, Leg, State } from "../../../doctor";

export interface Step {
  readonly leg: Leg;
  readonly from: string;
  readonly to: string;
  readonly state: State;
  /** Those of the step. */
  readonly findings: readonly Finding[];
}

/** @returns the steps that this project has, in the order of the way */
export function wayOf({ project, findings }: Diagnosis): Step[] {
  const behaviors = Object.values(project.distributions).flatMap((one) => one.behaviors);
  const origins = behaviors.flatMap(behaviorOrigins);
  const has = (kind: Behavior["origin"]["kind"]) => origins.some((origin) => origin.kind === kind);
  const server = project.server?.host.name ?? "";
  const hosts = [...new Set(origins.flatMap((origin) => (origin.kind === "host" ? [origin.host] : [])))];
  const web = [...(has("server") ? [`Nginx on ${server}`] : []), ...hosts];
  const steps = [
    { leg: "browser-cloudfront", from: "browser", to: "CloudFront", is: behaviors.length > 0 },
    { leg: "cloudfront-bucket", from: "CloudFront", to: "S3", is: has("bucket") },
    { leg: "cloudfront-server", from: "CloudFront", to: web.join(", "), is: web.length > 0 },
    {
      leg: "browser-server",
      from: "browser",
      to: `Nginx on ${server}`,
      is: project.server && !has("server"),
    },
    { leg: "nginx-gunicorn", from: "Nginx", to: "Gunicorn", is: project.server },
  ] as const;
  return steps
    .filter(({ is }) => is)
    .map(({ leg, from, to }) => {
      const own = findings.filter((one) => one.leg === leg);
      return { leg, from, to, state: worst(own), findings: own };
    });
}

// A warning breaks no way, but it is no "ok" either: it shows as a problem in the list, and as passable here.
function worst(findings: readonly Finding[]): State {
  if (findings.some((one) => one.state === "problem" && one.severity === "error")) return "problem";
  if (findings.some(({ state }) => state === "unknown")) return "unknown";
  return findings.every(({ state }) => state === "not-applicable") ? "not-applicable" : "ok";
}
