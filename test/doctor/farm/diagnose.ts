// Runs the doctor on a project whose server is a port of the farm.

import { loadProjects } from "../../../config/load";
import type { Project } from "../../../config/project";
import {
  checks,
  type Diagnosis,
  examine,
  type Given,
  hostsOf,
  type MachineInput,
  machineWorld,
} from "../../../doctor";
import { bucketHost } from "../../../doctor/targets";
import { keyFiles } from "../../config/rows/keys";
import { freePort } from "../../server-root";

export const host = "api.example.com";

/** A project with a distribution that forwards everything to the server, as it is before its first deploy. */
export function behindCloudFront(
  changed: object = {},
  outputs: Readonly<Record<string, string>> = {},
): Project {
  const config = {
    name: "moathon",
    region: "ap-northeast-2",
    server: {
      host: { kind: "domain", name: host },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    },
    distributions: { site: { behaviors: [{ path: "*", origin: { server: true } }] } },
    ...changed,
  };
  const files: Record<string, string> = {
    ...keyFiles,
    "httpsmith.outputs.json": JSON.stringify({ moathon: outputs }),
  };
  const { projects, problems } = loadProjects({
    file: "httpsmith.json",
    text: JSON.stringify(config),
    files: { readText: (path) => files[path] ?? null },
    today: "2026-11-26",
  });
  if (!projects[0]) throw new Error(JSON.stringify(problems));
  return projects[0];
}

export const nothingGiven: Given = {
  signingKey: null,
  token: null,
  object: null,
  formPath: null,
  originSecret: null,
  secretFiles: { signingKey: null, token: null },
  hostFiles: null,
  edgeRuns: [],
  terraform: null,
  outputs: {},
  account: null,
};

export interface Ports {
  readonly https: number;
  readonly http: number;
  /** Where S3 is asked about buckets; without it nobody is there. */
  readonly s3?: number;
}

// tcpmux, which nothing has.
const NOBODY = 1;

/** @returns `--resolve` for a host of the loopback address */
export function redirectsTo(name: string, ports: Ports) {
  return [
    { host: name, from: 443, address: "127.0.0.1", port: ports.https },
    { host: name, from: 80, address: "127.0.0.1", port: ports.http },
  ];
}

/** @param changed what differs from a patient machine that trusts `root` */
export function farmWorld(
  project: Project,
  ports: Ports,
  root: string,
  { redirects = redirectsTo(host, ports), ...changed }: Partial<MachineInput> = {},
) {
  // No test asks the real S3.
  const s3 = Object.values(project.buckets).map((bucket) => ({
    ...{ host: bucketHost(bucket, project), from: null, address: "127.0.0.1" },
    port: ports.s3 ?? NOBODY,
  }));
  return machineWorld({
    hosts: hostsOf(project),
    redirects: [...redirects, ...s3],
    patience: { connectMs: 10_000, handshakeMs: 10_000, responseMs: 20_000 },
    roots: [root],
    rootsFile: null,
    nameservers: null,
    now: () => new Date(),
    ...changed,
  });
}

export async function diagnose(
  project: Project,
  world: ReturnType<typeof machineWorld>,
  { given = nothingGiven, only }: { given?: Given; only?: readonly string[] } = {},
): Promise<Diagnosis> {
  return examine(project, world, given, only ? checks.filter(({ name }) => only.includes(name)) : checks);
}

/** @returns `severity code` of each problem, in order */
export function problemsOf({ findings }: Diagnosis): string[] {
  return findings.flatMap((one) => (one.state === "problem" ? [`${one.severity} ${one.code}`] : []));
}

export { freePort };
