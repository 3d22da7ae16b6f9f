// A gate in front of an S3 server and CloudFront: it lets requests through, counts them, and can cut the line at any of them.
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { port } from "./port";

export interface Gate {
  readonly url: string;
  /** Method and key of each request that arrived, in order. */
  readonly requests: readonly string[];
  /**
   * From the nth request on (from 0) nothing goes through. "before": the server never sees that one; "after": it does
   * it, and its answer is lost.
   */
  cutAt(n: number, when: "before" | "after"): void;
  /** Called with each request before it goes on. */
  watch(seen: (request: string) => void | Promise<void>): void;
  /** Answers requests that match by an error of S3; `times` of them. */
  refuse(matching: RegExp, status: number, code: string, times?: number): void;
  open(): void;
  /** Resolves when the servers have answered all that went on to them, whether or not anybody still listens. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** @param cloudFront where requests of CloudFront's API go; all others go to `target` */
export async function gate(target: string, cloudFront: string): Promise<Gate> {
  const requests: string[] = [];
  let cut: { n: number; when: "before" | "after" } | null = null;
  let refusal: { matching: RegExp; status: number; code: string; left: number } | null = null;
  let watcher: (request: string) => void | Promise<void> = () => {};
  const going = new Set<Promise<void>>();
  const server = createServer(async (incoming, outgoing) => {
    const name = `${incoming.method} ${decodeURIComponent(incoming.url ?? "")}`;
    const n = requests.push(name) - 1;
    await watcher(name);
    if (cut && (n > cut.n || (n === cut.n && cut.when === "before"))) return void incoming.socket.destroy();
    if (refusal && refusal.left > 0 && refusal.matching.test(name)) {
      refusal.left--;
      return refuse(incoming, outgoing, refusal.status, refusal.code);
    }
    const way = forward(
      incoming.url?.startsWith("/2020-05-31/") ? cloudFront : target,
      incoming,
      outgoing,
      cut !== null && n === cut.n,
    );
    going.add(way);
    await way;
    going.delete(way);
  });
  return {
    url: `http://127.0.0.1:${await port(server)}`,
    requests,
    cutAt: (n, when) => {
      cut = { n, when };
    },
    watch: (seen) => {
      watcher = seen;
    },
    refuse: (matching, status, code, times = Number.POSITIVE_INFINITY) => {
      refusal = { matching, status, code, left: times };
    },
    open: () => {
      cut = null;
      refusal = null;
      watcher = () => {};
      requests.length = 0;
    },
    settled: async () => {
      // What arrived before this is read first: a connection in one turn of the loop, its request in the next.
      for (let turn = 0; turn < 3; turn++) await setImmediate();
      while (going.size > 0) await Promise.all(going);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** @returns when the server has answered, or never will */
async function forward(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  losesAnswer: boolean,
): Promise<void> {
  const { method, url, headers } = incoming;
  const { hostname, port: to } = new URL(target);
  const onward = request({ hostname, port: to, method, path: url, headers }, (answer) => {
    if (losesAnswer) {
      answer.resume();
      answer.on("end", () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => incoming.socket.destroy());
  // What was killed in the middle of a request never ends it.
  if (incoming.destroyed && !incoming.complete) onward.destroy();
  incoming.on("close", () => incoming.complete || onward.destroy());
  incoming.pipe(onward);
  await new Promise<void>((resolve) => {
    for (const end of ["response", "close"]) onward.on(end, () => resolve());
  });
}

// The shape of S3's errors: Amazon S3 API Reference, "Error Responses".
function refuse(incoming: IncomingMessage, outgoing: ServerResponse, status: number, code: string): void {
  incoming.resume();
  incoming.on("end", () => {
    outgoing.writeHead(status, { "content-type": "application/xml", connection: "close" });
    outgoing.end(
      `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>said so</Message><Region>eu-west-1</Region><RequestId>r</RequestId></Error>`,
    );
  });
}
