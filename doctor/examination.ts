// Examination: one run over one project. What several checks look at is observed once.
import type { Outputs } from "../config/outputs";
import type { Project } from "../config/project";
import type { PrivateKey } from "../signing";
import type { Account } from "./account";
import type { About, Finding } from "./finding";
import { type Exchange, exchange, type Ask } from "./http/exchange";
import { type OriginTarget, originTargets } from "./targets";
import { type Endpoint, observe, type TlsFacts } from "./tls/endpoint";
import type { World } from "./world";

/** What the user gave beside the config. */
export interface Given {
  /** A private signing key, to see a signed request served. Never in a finding. */
  readonly signingKey: PrivateKey | null;
  /** A token for the edge handler. Never in a finding. */
  readonly token: string | null;
  /** Where the secrets were read, for commands that read them anew. */
  readonly secretFiles: SecretFiles;
  /** The value of the origin-verify header, to reach the server as CloudFront does. Never in a finding. */
  readonly originSecret: string | null;
  /** Path of an object behind a signed behavior. */
  readonly object: string | null;
  /** Path of a page of Django's that a POST without fields does not change. */
  readonly formPath: string | null;
  /** Files that the server should have, and what it has; null where no copy was given. */
  readonly hostFiles: readonly HostFile[] | null;
  /** Each edge function that a behavior runs, as it ran on this machine. */
  readonly edgeRuns: readonly EdgeRun[];
  /** Synthesized Terraform of the project; null where there is none. */
  readonly terraform: TerraformJson | null;
  /** What the outputs file has for this environment. */
  readonly outputs: Outputs;
  /** What AWS says to the user's credentials; null unless it was asked for. */
  readonly account: Account | null;
}

export interface SecretFiles {
  readonly signingKey: string | null;
  /** null for the environment variable. */
  readonly token: string | null;
}

export interface HostFile {
  /** On the server. */
  readonly path: string;
  /** The generated file, and the copy of the server's, as messages name them. */
  readonly generatedFile: string;
  readonly foundFile: string;
  readonly expected: string;
  /** null where it is not there. */
  readonly found: string | null;
}

/** One run of an edge function, judged as CloudFront would. */
export interface EdgeRun {
  readonly id: string;
  /** What came in, in words. */
  readonly what: string;
  /** null for the event that `edge event` prints. */
  readonly event: object | null;
  /** What came of it, in words. */
  readonly outcome: string;
  /** Name and message of an error, or null. */
  readonly failure: string | null;
  readonly findings: readonly { readonly status: 502 | 503; readonly at: string; readonly message: string }[];
}

export interface TerraformJson {
  /** As messages name them. */
  readonly files: readonly string[];
  /** Lists of blocks by their kind, of all files; null where a file is no JSON, which is then the only one. */
  readonly json: Readonly<Record<string, unknown>> | null;
}

export interface Examination {
  readonly project: Project;
  readonly world: World;
  readonly given: Given;
  tls(endpoint: Endpoint): Promise<TlsFacts>;
  ask(request: Ask): Promise<Exchange>;
}

export interface Check {
  /** For --only. */
  readonly name: string;
  /** What is asked, in a few words. */
  readonly title: string;
  run(examination: Examination): Promise<readonly Finding[]>;
}

export function examination(project: Project, world: World, given: Given): Examination {
  const tls = once((endpoint: Endpoint) => observe(world, endpoint));
  const ask = once((request: Ask) => exchange(world, request));
  return { project, world, given, tls, ask };
}

function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<string, V>();
  return (key) => {
    const name = JSON.stringify(key);
    const found = made.get(name) ?? make(key);
    made.set(name, found);
    return found;
  };
}

/** A check of the origins' TLS: judged for each name that one is asked by. */
export function tlsCheck(
  name: string,
  title: string,
  judge: (facts: TlsFacts, on: OnTarget) => Finding,
): Check {
  const run = async ({ project, world, tls }: Examination) =>
    Promise.all(
      originTargets(project).map(async (target) => {
        const about = { check: name, leg: target.leg, subject: target.subject };
        return judge(await tls(target.endpoint), { about, target, world });
      }),
    );
  return { name, title, run };
}

export interface OnTarget {
  readonly about: About;
  readonly target: OriginTarget;
  readonly world: World;
}
