// Names asked of DNS, bounded in time: addresses, the name behind a name, and whether anybody could be asked at all.
import { lookup, Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import type { Resolved } from "./world";

/** `ip:port`; null for those of the machine. */
export type Nameservers = readonly string[] | null;

export async function askAddresses(host: string, nameservers: Nameservers): Promise<Resolved> {
  if (isIP(host)) return byFamily([host]);
  const resolver = resolverFor(nameservers);
  const [ipv4, ipv6] = await Promise.all([answer(resolver.resolve4(host)), answer(resolver.resolve6(host))]);
  const found = [...ipv4.addresses, ...ipv6.addresses];
  if (found.length > 0) return byFamily(found);
  const listed = nameservers ? null : await fromHostsFile(host);
  return listed ?? absent(resolver, host, ipv4.failure ?? ipv6.failure);
}

export async function askCanonicalName(host: string, nameservers: Nameservers): Promise<string | null> {
  const { addresses } = await answer(resolverFor(nameservers).resolveCname(host));
  return addresses[0]?.toLowerCase() ?? null;
}

function resolverFor(nameservers: Nameservers): Resolver {
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  if (nameservers) resolver.setServers(nameservers);
  return resolver;
}

interface Answer {
  readonly addresses: readonly string[];
  /** Node's code: ENOTFOUND, ENODATA, or why nothing could be asked. */
  readonly failure: string | null;
}

async function answer(asked: Promise<string[]>): Promise<Answer> {
  try {
    return { addresses: await asked, failure: null };
  } catch (error) {
    return { addresses: [], failure: (error as NodeJS.ErrnoException).code ?? "EUNKNOWN" };
  }
}

// A closed network answers that nothing exists; only a DNS that knows the top-level domain can know that.
async function absent(resolver: Resolver, host: string, code: string | null): Promise<Resolved> {
  if (code !== null && code !== "ENOTFOUND" && code !== "ENODATA") {
    return { kind: "unknown", reason: `DNS could not be asked (${code}); is this machine on a network?` };
  }
  const topLevel = host.slice(host.lastIndexOf(".") + 1);
  const { addresses: known } = await answer(resolver.resolveNs(topLevel));
  if (known.length > 0) return { kind: "no-name" };
  return {
    kind: "unknown",
    reason: `DNS here does not know .${topLevel} either: a network without the internet?`,
  };
}

// Names of /etc/hosts, which no DNS server has.
async function fromHostsFile(host: string): Promise<Resolved | null> {
  try {
    return byFamily((await lookup(host, { all: true })).map(({ address }) => address));
  } catch {
    return null;
  }
}

export function byFamily(addresses: readonly string[]) {
  const of = (family: number) => addresses.filter((address) => isIP(address) === family);
  return { kind: "addresses" as const, ipv4: of(4), ipv6: of(6), given: false };
}
