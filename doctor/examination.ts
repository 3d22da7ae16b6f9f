// Examination: one run over one project. What several checks look at is observed once.
import type { Project } from "../config/project";
import type { PrivateKey } from "../signing";
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
  /** The value of the origin-verify header, to reach the server as CloudFront does. Never in a finding. */
  readonly originSecret: string | null;
  /** Path of an object behind a signed behavior. */
  readonly object: string | null;
  /** Path of a page of Django's that a POST without fields does not change. */
  readonly formPath: string | null;
  /** Files that the server should have, and what it has; null where no copy was given. */
  readonly hostFiles: readonly HostFile[] | null;
}

export interface HostFile {
  readonly path: string;
  readonly expected: string;
  /** null where it is not there. */
  readonly found: string | null;
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
