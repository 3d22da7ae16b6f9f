// What a TLS server answers to CloudFront's hellos and to a whole handshake: all facts that the checks judge.
import type { Connected, HostPort, World } from "../world";
import { type Chain, readChain, rootStore } from "./chain";
import {
  broadOffer,
  cloudFrontOffer,
  cloudFrontSuites,
  cloudFrontTls13Offer,
  type Offer,
  type Protocol,
  protocols,
} from "./cloudfront";
import { type Probe, probe } from "./probe";
import type { ServerHello } from "./server-reply";
import { openSession, type Session } from "./session";

/** One TLS server as one client sees it. */
export interface Endpoint {
  readonly place: HostPort;
  /** SNI; null for an address. */
  readonly serverName: string | null;
  /** Name or address that the certificate must cover. */
  readonly certificateName: string;
}

export interface TlsFacts {
  readonly endpoint: Endpoint;
  /** null where a TCP connection opens. */
  readonly unreachable: Exclude<Connected, { kind: "open" }> | null;
  /** The reply to CloudFront's own hello in each protocol. */
  readonly replies: Readonly<Record<Protocol, Probe>>;
  /** The reply to a hello with everything in it, TLS 1.2 or older; null where CloudFront's is taken in TLS 1.2. */
  readonly broad: Probe | null;
  /** The same without SNI. */
  readonly nameless: Probe | null;
  /** CloudFront's suites that the server takes one by one in its best protocol up to TLS 1.2. */
  readonly suites: readonly string[];
  readonly session: Session | null;
  readonly chain: Chain | null;
  /** Whether the chain is as it was sent: TLS 1.3 encrypts it, and OpenSSL hands it out in order. */
  readonly isChainAsSent: boolean;
}

/** @returns the server's hello if it speaks this protocol; a server may answer in an older one */
export function helloIn(replies: TlsFacts["replies"], protocol: Protocol): ServerHello | null {
  const reply = replies[protocol];
  return reply.kind === "hello" && reply.protocol === protocol ? reply : null;
}

/** Newest first; these show their certificates in clear. */
export const olderProtocols = ["TLSv1.1", "TLSv1", "SSLv3"] as const;
const clearProtocols = ["TLSv1.2", ...olderProtocols] as const;

/** @returns the hello of the best protocol up to TLS 1.2, else that to another offer */
export function clearHello({ replies, broad, nameless }: Pick<TlsFacts, "replies" | "broad" | "nameless">) {
  const own = clearProtocols.map((name) => helloIn(replies, name));
  return [...own, broad, nameless].find((reply): reply is ServerHello => reply?.kind === "hello") ?? null;
}

/** Observes a server; takes about two dozen connections, most of which end before a key is agreed on. */
export async function observe(world: World, endpoint: Endpoint): Promise<TlsFacts> {
  const ask = asker(world, endpoint);
  const [first, opened] = await Promise.all([
    ask("TLSv1.2", cloudFrontOffer),
    openSession(world, endpoint.place, endpoint.serverName),
  ]);
  const session = opened.kind === "open" ? opened.session : null;
  if (opened.kind === "open") opened.socket.destroy();
  // Whoever is not there, or does not speak, does not speak in another protocol either.
  if (first.kind === "unreachable" || first.kind === "silent" || first.kind === "not-tls") {
    return nothingMore(endpoint, first, session);
  }
  const replies = await allProtocols(ask, first);
  const [broad, nameless] = helloIn(replies, "TLSv1.2") ? [null, null] : await whyNot(ask, replies);
  const shown = clearHello({ replies, broad, nameless })?.chain ?? [];
  const sent = shown.length > 0 ? shown : (session?.chain ?? []);
  return {
    endpoint,
    unreachable: null,
    replies,
    broad,
    nameless,
    suites: await acceptedSuites(ask, replies),
    session,
    chain: readChain(sent, rootStore(world.roots)),
    isChainAsSent: shown.length > 0,
  };
}

type Ask = (protocol: Protocol, offer: Offer, serverName?: string | null) => Promise<Probe>;

function asker(world: World, { place, serverName }: Endpoint): Ask {
  return (protocol, offer, name = serverName) => probe(world, { place, serverName: name, protocol, offer });
}

function nothingMore(endpoint: Endpoint, first: Probe, session: Session | null): TlsFacts {
  return {
    endpoint,
    unreachable: first.kind === "unreachable" ? first.connected : null,
    replies: sameForAll(first),
    broad: null,
    nameless: null,
    suites: [],
    session,
    chain: null,
    isChainAsSent: false,
  };
}

function sameForAll(reply: Probe): Record<Protocol, Probe> {
  return Object.fromEntries(protocols.map((name) => [name, reply])) as Record<Protocol, Probe>;
}

async function allProtocols(ask: Ask, tls12: Probe): Promise<Record<Protocol, Probe>> {
  const others = protocols.filter((name) => name !== "TLSv1.2");
  const replies = await Promise.all(
    others.map(async (name) => [name, await ask(name, offerFor(name))] as const),
  );
  return { ...sameForAll(tls12), ...Object.fromEntries(replies) };
}

function offerFor(protocol: Protocol): Offer {
  return protocol === "TLSv1.3" ? cloudFrontTls13Offer : cloudFrontOffer;
}

// A server that refuses CloudFront's hello may take another: with other suites and curves, an older protocol, no SNI.
async function whyNot(ask: Ask, replies: Record<Protocol, Probe>): Promise<[Probe, Probe]> {
  const older = olderProtocols.find((name) => helloIn(replies, name));
  const protocol = older ?? "TLSv1.2";
  const nameless = (offer: Offer) => ask(protocol, offer, null);
  const [broad, broadNameless] = await Promise.all([ask(protocol, broadOffer), nameless(broadOffer)]);
  return [broad, broadNameless];
}

async function acceptedSuites(ask: Ask, replies: Record<Protocol, Probe>): Promise<string[]> {
  const best = clearProtocols.find((name) => helloIn(replies, name));
  if (!best) return [];
  const replied = await Promise.all(
    Object.entries(cloudFrontSuites).map(async ([name, code]) => {
      const reply = await ask(best, { ...cloudFrontOffer, suites: { [name]: code } });
      return reply.kind === "hello" && reply.protocol === best && reply.suite === code ? [name] : [];
    }),
  );
  return replied.flat();
}
