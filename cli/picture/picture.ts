// Picture: the path of a request through one deployment, as boxes and arrows; each form of it is a file beside this one.
import { behaviorOrigins } from "../../config/behavior-origins";
import type { Behavior, BehaviorOrigin, Distribution, Project, Server } from "../../config/project";

export interface Picture {
  /** Name of the project, and of the environment in brackets. */
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

export interface Box {
  /** Letters, digits and hyphens. */
  readonly id: string;
  readonly kind: "browser" | "distribution" | "bucket" | "host" | "nginx" | "gunicorn";
  readonly title: string;
  /** Where it is: a URL, a bucket, a socket. */
  readonly place: string;
  readonly rows: readonly Row[];
}

/** What a box decides by path: a behavior of CloudFront, a location of Nginx. */
export interface Row {
  readonly path: string;
  /** Where the row leads, in words. */
  readonly target: string;
  readonly notes: readonly string[];
}

export interface Arrow {
  readonly from: string;
  /** Index of the row that it begins at; null: the box as a whole. */
  readonly row: number | null;
  readonly to: string;
  /** Whether it is the way of a failover. */
  readonly isSecond: boolean;
}

export function pictureOf(project: Project): Picture {
  const { name, environment, server } = project;
  const distributions = Object.values(project.distributions);
  return {
    title: environment === null ? name : `${name} (${environment})`,
    boxes: [
      { id: "browser", kind: "browser", title: "Browser", place: "", rows: [] },
      ...distributions.map((one) => distributionBox(one, project)),
      ...originBoxes(project),
      ...(server ? serverBoxes(project, server) : []),
    ],
    arrows: [
      ...distributions.map((one) => whole("browser", distributionId(one))),
      ...(server && isOpen(server) ? [whole("browser", "nginx")] : []),
      ...distributions.flatMap((one) => behaviorArrows(one)),
      ...(server
        ? serverRows(project, server).flatMap(({ target }, row) =>
            target === GUNICORN ? [{ from: "nginx", row, to: "gunicorn", isSecond: false }] : [],
          )
        : []),
    ],
  };
}

const GUNICORN = "Gunicorn";

/** @returns whether browsers reach the server by its own name */
function isOpen({ ingress, originVerify }: Server): boolean {
  return ingress.from === "anywhere" && originVerify === null;
}

function whole(from: string, to: string): Arrow {
  return { from, row: null, to, isSecond: false };
}

function distributionId({ id }: Distribution): string {
  return `distribution-${id}`;
}

function distributionBox(one: Distribution, project: Project): Box {
  const host = one.aliases[0] ?? one.domainName;
  return {
    id: distributionId(one),
    kind: "distribution",
    title: `CloudFront ${one.id}`,
    place: host ? `https://${host}` : "(domain name after the first deploy)",
    rows: one.behaviors.map((behavior) => ({
      path: behavior.path,
      target: originName(behavior.origin, project),
      notes: [
        ...behaviorNotes(behavior, project),
        ...(one.spa && behavior.path === "*" ? ["router fallback"] : []),
      ],
    })),
  };
}

function behaviorNotes({ cache, signed, edge, failover }: Behavior, project: Project): string[] {
  const caching = typeof cache === "string" ? cache : `${cache.defaultTtlSeconds} s`;
  return [
    `cache ${caching}`,
    ...(signed ? ["signed"] : []),
    ...edge,
    ...(failover ? [`else ${originName(failover.origin, project)}`] : []),
  ];
}

function originName(origin: BehaviorOrigin, { buckets, server }: Project): string {
  if (origin.kind === "server") return server!.host.name;
  if (origin.kind === "host") return `${origin.host}${origin.path}`;
  const bucket = buckets[origin.bucket]!;
  return `s3://${bucket.name}${origin.path} (${bucket.access})`;
}

function behaviorArrows(one: Distribution): Arrow[] {
  const from = distributionId(one);
  return one.behaviors.flatMap(({ origin, failover }, row) => [
    { from, row, to: originId(origin), isSecond: false },
    ...(failover ? [{ from, row, to: originId(failover.origin), isSecond: true }] : []),
  ]);
}

function originId(origin: BehaviorOrigin): string {
  if (origin.kind === "server") return "nginx";
  return origin.kind === "bucket" ? `bucket-${origin.bucket}` : `host-${origin.host.replaceAll(".", "-")}`;
}

// Only those that a behavior leads to, in that order.
function originBoxes({ distributions, buckets }: Project): Box[] {
  const origins = Object.values(distributions).flatMap(({ behaviors }) => behaviors.flatMap(behaviorOrigins));
  const boxes = origins.flatMap((origin): [string, Box][] => {
    const id = originId(origin);
    if (origin.kind === "server") return [];
    if (origin.kind === "host")
      return [[id, { id, kind: "host", title: "Origin", place: origin.host, rows: [] }]];
    const { name, access } = buckets[origin.bucket]!;
    const title = access === "oac" ? "S3, private" : "S3 website, public";
    return [[id, { id, kind: "bucket", title, place: name, rows: [] }]];
  });
  return [...new Map(boxes).values()];
}

function serverBoxes(project: Project, server: Server): Box[] {
  const { host, gunicorn } = server;
  return [
    {
      id: "nginx",
      kind: "nginx",
      title: server.originVerify ? "Nginx, for CloudFront alone" : "Nginx",
      place: host.origin,
      rows: serverRows(project, server),
    },
    {
      id: "gunicorn",
      kind: "gunicorn",
      title: `${GUNICORN} ${gunicorn.application}`,
      place: gunicorn.socket,
      rows: [],
    },
  ];
}

function serverRows({ django }: Project, { nginx }: Server): Row[] {
  const files = [django?.static, django?.media].flatMap((one) => (one ? [one] : []));
  return [
    ...files.map(({ url, root }) => ({ path: url, target: root, notes: ["files"] })),
    ...nginx.webSocketPaths.map((path) => ({ path, target: GUNICORN, notes: ["WebSocket"] })),
    { path: "/", target: GUNICORN, notes: [] },
  ];
}
