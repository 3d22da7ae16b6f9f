// One HTTP/1.1 request exactly as given, and its whole response; redirects are not followed.
import { type ClientRequest, type IncomingMessage, request as send } from "node:http";
import { isIP, type Socket } from "node:net";
import { coversName } from "../tls/chain";
import { openSession } from "../tls/session";
import type { Connected, HostPort, World } from "../world";

export interface Ask {
  readonly scheme: "http" | "https";
  /** Where to connect: the host's own ports. */
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds until the response begins, and between two pieces of it. */
  readonly patienceMs?: number;
  /** Tells repetitions of one request apart, which would be asked once otherwise. */
  readonly attempt?: number;
  /** "verified": nothing is sent unless the server proves its name. For requests that carry secrets. */
  readonly peer?: "verified" | "any";
}

export interface Response {
  readonly kind: "response";
  readonly status: number;
  /** Names in lower case, in the order they came. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** At most a megabyte of it. */
  readonly body: Buffer;
  readonly isWhole: boolean;
  readonly firstByteMs: number;
}

export type Exchange =
  | Response
  | { readonly kind: "unreachable"; readonly connected: Exclude<Connected, { kind: "open" }> }
  /** `stage`: what was under way. */
  | { readonly kind: "failed"; readonly stage: Stage; readonly reason: string };

/** "slow": nothing came for `patienceMs`. "headers-too-big": over 32 KiB of them. */
export type Stage = "handshake" | "identity" | "slow" | "headers-too-big" | "response";

/** @returns all values of a header in the order they came */
export function valuesOf({ headers }: Response, name: string): string[] {
  return headers.filter(([own]) => own === name).map(([, value]) => value);
}

/** @returns the values of a header as one, or null where it is absent */
export function header(response: Response, name: string): string | null {
  const values = valuesOf(response, name);
  return values.length === 0 ? null : values.join(", ");
}

export async function exchange(world: World, ask: Ask): Promise<Exchange> {
  const opened = ask.scheme === "https" ? await openSecure(world, ask) : await openPlain(world, ask);
  return opened.kind === "socket" ? talk(opened.socket, ask, world.patience.responseMs) : opened;
}

type Opened = { readonly kind: "socket"; readonly socket: Socket } | Exclude<Exchange, Response>;

async function openPlain(world: World, { host }: Ask): Promise<Opened> {
  const connected = await world.connect({ host, port: 80 });
  return connected.kind === "open"
    ? { kind: "socket", socket: connected.socket }
    : { kind: "unreachable", connected };
}

async function openSecure(world: World, { host, peer = "any" }: Ask): Promise<Opened> {
  const place: HostPort = { host, port: 443 };
  const opened = await openSession(world, place, isIP(host) ? null : host);
  if (opened.kind === "unreachable") return opened;
  if (opened.kind === "failed") return { kind: "failed", stage: "handshake", reason: opened.reason };
  const { session, socket } = opened;
  const covers = session.certificate !== null && coversName(session.certificate, host);
  if (peer === "verified" && (session.verifyError !== null || !covers)) {
    socket.destroy();
    return {
      kind: "failed",
      stage: "identity",
      reason: session.verifyError ?? "certificate of another name",
    };
  }
  return { kind: "socket", socket };
}

// CloudFront's limit for what it sends (Developer Guide, cloudfront-limits); taken for what it receives as well,
// for which the guide has no figure. Assumption.
export const MOST_HEADER_BYTES = 32_768;
const MOST_BODY_BYTES = 1_048_576;

function talk(socket: Socket, ask: Ask, totalMs: number): Promise<Exchange> {
  const { path, method = "GET", host, headers = {}, body, patienceMs = totalMs } = ask;
  return new Promise<Exchange>((resolve) => {
    const start = performance.now();
    const request = send({
      createConnection: () => socket,
      path,
      method,
      headers: { Host: host, "User-Agent": "httpsmith-doctor", Connection: "close", ...headers },
      maxHeaderSize: MOST_HEADER_BYTES,
      setHost: false,
    });
    const finish = (result: Exchange) => {
      clearTimeout(total);
      socket.destroy();
      resolve(result);
    };
    const slow = () => finish({ kind: "failed", stage: "slow", reason: `nothing came for ${patienceMs} ms` });
    const total = setTimeout(slow, Math.max(totalMs, patienceMs));
    socket.setTimeout(patienceMs, slow);
    request.once("error", (error: NodeJS.ErrnoException) => finish(failure(error)));
    request.once("response", (response) => read(request, response, performance.now() - start, finish));
    request.end(body);
  }).catch((error: NodeJS.ErrnoException) => {
    // A path or a header that cannot be sent.
    socket.destroy();
    return failure(error);
  });
}

function read(
  request: ClientRequest,
  response: IncomingMessage,
  firstByteMs: number,
  finish: (result: Exchange) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const end = (isWhole: boolean) =>
    finish({
      kind: "response",
      status: response.statusCode ?? 0,
      headers: pairs(response.rawHeaders),
      body: Buffer.concat(chunks),
      isWhole,
      firstByteMs,
    });
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BODY_BYTES) end(false);
  });
  response.once("end", () => end(true));
  response.once("error", (error: NodeJS.ErrnoException) => finish(failure(error)));
  request.removeAllListeners("error").on("error", () => {});
}

function failure({ code, message }: NodeJS.ErrnoException): Exchange {
  const stage = code === "HPE_HEADER_OVERFLOW" ? "headers-too-big" : "response";
  return { kind: "failed", stage, reason: code ?? message };
}

function pairs(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, index) =>
    index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? ""] as const] : [],
  );
}
