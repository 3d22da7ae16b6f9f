// One ClientHello sent to a server, and its reply; the connection is closed before a key is agreed on.
import type { Socket } from "node:net";
import type { Connected, HostPort, World } from "../world";
import { clientHello, HELLO_RANDOM_BYTES } from "./client-hello";
import type { Offer, Protocol } from "./cloudfront";
import { type Reply, ReplyReader } from "./server-reply";

export interface ProbeInput {
  readonly place: HostPort;
  readonly serverName: string | null;
  readonly protocol: Protocol;
  readonly offer: Offer;
}

export type Probe =
  | Reply
  /** The server hung up without a word. */
  | { readonly kind: "closed" }
  /** It took the connection and said nothing in time. */
  | { readonly kind: "silent" }
  | { readonly kind: "unreachable"; readonly connected: Exclude<Connected, { kind: "open" }> };

export async function probe(world: World, { place, ...hello }: ProbeInput): Promise<Probe> {
  const connected = await world.connect(place);
  if (connected.kind !== "open") return { kind: "unreachable", connected };
  const random = world.randomBytes(HELLO_RANDOM_BYTES);
  return answerTo(connected.socket, clientHello({ ...hello, random }), world.patience.handshakeMs);
}

function answerTo(socket: Socket, hello: Buffer, timeoutMs: number): Promise<Probe> {
  return new Promise((resolve) => {
    const reader = new ReplyReader();
    const timer = setTimeout(() => end({ kind: "silent" }), timeoutMs);
    const end = (result: Probe) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    socket.on("data", (chunk: Buffer) => {
      const reply = reader.read(chunk);
      if (reply) end(reply);
    });
    // A reset is as wordless as an end.
    socket.once("error", () => end({ kind: "closed" }));
    socket.once("close", () => end({ kind: "closed" }));
    socket.write(hello);
  });
}
