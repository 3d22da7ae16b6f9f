// The World of this machine: its clock, its DNS and its network, bounded in time, and only the hosts that were named.
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { rootCertificates } from "node:tls";
import { askAddresses, askCanonicalName, byFamily } from "./names";
import type { Connected, HostPort, Patience, Resolved, World } from "./world";

export interface MachineInput {
  /** Hosts that may be contacted. */
  readonly hosts: ReadonlySet<string>;
  readonly redirects: readonly Redirect[];
  readonly patience: Patience;
  /** PEM; null for the roots that Node has from Mozilla. */
  readonly roots: readonly string[] | null;
  readonly rootsFile: string | null;
  /** DNS servers, `ip:port`; null for those of the machine. */
  readonly nameservers: readonly string[] | null;
  now(): Date;
}

/** `--resolve`: where a host is reached in place of what DNS says. */
export interface Redirect {
  readonly host: string;
  /** The port that is asked for; null for any. */
  readonly from: number | null;
  readonly address: string;
  /** null for the port that is asked for. */
  readonly port: number | null;
}

// 24 connections at once are what a small server takes without noticing.
const MOST_CONNECTIONS = 24;

export function machineWorld(input: MachineInput): World {
  const limit = limiter(MOST_CONNECTIONS);
  const names = new Map<string, Promise<Resolved>>();
  const fromDns = (host: string) => {
    assertNamed(input, host);
    const asked = names.get(host) ?? askAddresses(host, input.nameservers);
    names.set(host, asked);
    return asked;
  };
  return {
    now: input.now,
    randomBytes,
    patience: input.patience,
    roots: input.roots ?? rootCertificates,
    rootsFile: input.rootsFile,
    resolve: (host) => {
      const given = givenFor(input, host);
      return given ? Promise.resolve(given) : fromDns(host);
    },
    canonicalName: async (host) => {
      assertNamed(input, host);
      return givenFor(input, host) ? null : askCanonicalName(host, input.nameservers);
    },
    where: (place) => whereText(input, place),
    connect: async (place) => {
      assertNamed(input, place.host);
      const release = await limit();
      const connected = await connectTo(input, place, fromDns);
      if (connected.kind === "open") connected.socket.once("close", release);
      else release();
      return connected;
    },
  };
}

// A host outside of the project would be a mistake of ours.
function assertNamed({ hosts }: MachineInput, host: string): void {
  if (!hosts.has(host)) throw new Error(`${host} is no host of the project`);
}

function redirectOf({ redirects }: MachineInput, { host, port }: HostPort): Redirect | undefined {
  const own = redirects.filter((one) => one.host === host);
  return own.find(({ from }) => from === port) ?? own.find(({ from }) => from === null);
}

function whereText(input: MachineInput, place: HostPort): string {
  const { host, port } = targetOf(input, place);
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

function targetOf(input: MachineInput, place: HostPort): HostPort {
  const redirect = redirectOf(input, place);
  return redirect ? { host: redirect.address, port: redirect.port ?? place.port } : place;
}

function givenFor({ redirects }: MachineInput, host: string): Resolved | null {
  const own = redirects.filter((one) => one.host === host).map(({ address }) => address);
  return own.length > 0 ? { ...byFamily(own), given: true } : null;
}

async function connectTo(
  input: MachineInput,
  place: HostPort,
  fromDns: World["resolve"],
): Promise<Connected> {
  const { connectMs } = input.patience;
  // A redirect is for its port alone: others of the same host are where DNS says, as in the commands that are shown.
  if (redirectOf(input, place)) {
    const { host: address, port } = targetOf(input, place);
    return open(address, port, connectMs);
  }
  const resolved = await fromDns(place.host);
  if (resolved.kind !== "addresses") return resolved;
  // CloudFront reaches origins over IPv4 unless told otherwise.
  const address = resolved.ipv4[0] ?? resolved.ipv6[0];
  return address === undefined ? { kind: "no-name" } : open(address, place.port, connectMs);
}

// The way there is missing on this side; what the other side does is not known then.
const ownFaults = new Set([
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "ENETDOWN",
  "EACCES",
  "EPERM",
  "EMFILE",
  "EAFNOSUPPORT",
]);

function open(address: string, port: number, timeoutMs: number): Promise<Connected> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, noDelay: true });
    const timer = setTimeout(() => finish({ kind: "unanswered", address }), timeoutMs);
    const finish = (result: Connected) => {
      clearTimeout(timer);
      if (result.kind !== "open") socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => {
      socket.removeAllListeners("error");
      // Whoever uses the socket listens too; without this one an error between the two would end the program.
      socket.on("error", () => {});
      finish({ kind: "open", socket });
    });
    socket.once("error", ({ code = "EUNKNOWN" }: NodeJS.ErrnoException) => finish(failure(code, address)));
  });
}

function failure(code: string, address: string): Connected {
  if (code === "ECONNREFUSED" || code === "ECONNRESET") return { kind: "refused", address };
  if (ownFaults.has(code))
    return { kind: "unknown", reason: `This machine has no way to ${address} (${code}).` };
  return { kind: "unanswered", address };
}

/** Hands out at most `count` places at a time; whoever is done calls what it got. */
function limiter(count: number): () => Promise<() => void> {
  let free = count;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return async () => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    return release;
  };
}
