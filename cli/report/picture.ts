// The picture of one deployment as text: browser, distributions with their behaviors, server.
import type { Behavior, Distribution, Project, Server } from "../../config/project";
import type { Style } from "./style";
import { columns } from "./table";

export function picture(project: Project, paint: Style): string {
  const name = project.environment === null ? project.name : `${project.name} (${project.environment})`;
  const parts = [
    ...Object.values(project.distributions).map((one) => distributionPart(one, project)),
    ...(project.server ? [serverPart(project.server)] : []),
  ];
  return [
    paint.bold(name),
    "browser",
    ...parts.flatMap((part, index) => branch(part, index === parts.length - 1)),
  ].join("\n");
}

function branch([head, ...rest]: readonly string[], isLast: boolean): string[] {
  return [`${isLast ? "`--" : "|--"} ${head}`, ...rest.map((line) => `${isLast ? "   " : "|  "} ${line}`)];
}

function distributionPart(one: Distribution, project: Project): string[] {
  const host = one.aliases[0] ?? one.domainName;
  const address = host ? `https://${host}` : "(domain name after the first deploy)";
  const rows = one.behaviors.map((behavior) => [
    behavior.path,
    `-> ${originName(behavior, project)}`,
    behaviorNotes(behavior),
  ]);
  return [`${address}  CloudFront ${one.id}`, ...columns(rows, "  ")];
}

function originName({ origin }: Behavior, { buckets, server }: Project): string {
  if (origin.kind === "server") return server!.host.name;
  if (origin.kind === "host") return `${origin.host}${origin.path}`;
  const bucket = buckets[origin.bucket]!;
  return `s3://${bucket.name}${origin.path} (${bucket.access})`;
}

function behaviorNotes({ cache, signed, edge }: Behavior): string {
  const caching = typeof cache === "string" ? cache : `${cache.defaultTtlSeconds} s`;
  return [`cache ${caching}`, ...(signed ? ["signed"] : []), ...edge].join(", ");
}

function serverPart({ host, gunicorn }: Server): string[] {
  return [`${host.origin}  Nginx`, `  -> ${gunicorn.socket}  Gunicorn  ${gunicorn.application}`];
}
