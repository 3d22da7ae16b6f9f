// An HTTP endpoint that answers invalidations and readings in CloudFront's own XML and keeps what it was asked.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { port } from "./port";

export interface RecordingCloudFront {
  readonly url: string;
  /** Paths of each invalidation, in order. */
  readonly invalidations: readonly (readonly string[])[];
  /** Requests that were made to find out about rights. */
  readonly probes: number;
  /** Method and path of every request, in order. */
  readonly requests: readonly string[];
  /** Has a distribution from now on, as GetDistribution answers it. */
  has(id: string, xml: string): void;
  /** Answers with this error from now on, or only requests of one method; null for none. */
  refuse(error: Refusal | null): void;
  /** How often an invalidation is asked for before it is done. */
  takes(polls: number): void;
  forget(): void;
  close(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message?: string;
  readonly method?: "GET" | "POST";
}

// API version and namespace: CloudFront API Reference, "CreateInvalidation".
const reading = /^\/2020-05-31\/distribution\/(E[A-Z0-9]+)$/;
const path = /^\/2020-05-31\/distribution\/(E[A-Z0-9]+)\/invalidation(?:\/(\w+))?$/;
export const namespace = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

export async function recordingCloudFront(): Promise<RecordingCloudFront> {
  const kept = { invalidations: [] as string[][], probes: 0, polls: 0, takes: 1 };
  let error: Refusal | null = null;
  const requests: string[] = [];
  const distributions = new Map<string, string>();
  const answer = (body: string, { method = "", url = "" }: IncomingMessage): [number, string] => {
    requests.push(`${method} ${url}`);
    const [, , id] = path.exec(url) ?? [];
    const [, read] = reading.exec(url) ?? [];
    if (read && method === "GET" && !error) {
      const xml = distributions.get(read);
      return xml
        ? [200, xml]
        : [404, failed("NoSuchDistribution", "The specified distribution does not exist.")];
    }
    if (!path.test(url) && !read) return [400, failed("InvalidURI", url)];
    if (error && (error.method ?? method) === method)
      return [error.status, failed(error.code, error.message ?? "")];
    if (method === "GET" && !read && !/^I\d+J0I21PCUYOIK$/.test(id ?? ""))
      return [404, failed("NoSuchInvalidation", id ?? "")];
    if (method === "GET")
      return [200, invalidation(id ?? "", ++kept.polls >= kept.takes ? "Completed" : "InProgress")];
    const paths = [...body.matchAll(/<Path>([^<]*)<\/Path>/g)].map(([, one]) => unescaped(one!));
    if (!/<CallerReference>[^<]+<\/CallerReference>/.test(body)) return [400, failed("MalformedXML", body)];
    const [, quantity] = /<Quantity>(\d+)<\/Quantity>/.exec(body) ?? [];
    if (Number(quantity) !== paths.length) {
      kept.probes++;
      return [400, failed("InconsistentQuantities", "The number of paths is another one.")];
    }
    const wrong = paths.find((one) => !/^\/[\x21-\x7e]*$/.test(one) || /\*./.test(one));
    if (wrong !== undefined) return [400, failed("InvalidArgument", `invalidation path ${wrong}`)];
    kept.invalidations.push(paths);
    kept.polls = 0;
    return [201, invalidation(`I${kept.invalidations.length}J0I21PCUYOIK`, "InProgress")];
  };
  const server = createServer((request, response) => handle(request, response, answer));
  return {
    url: `http://127.0.0.1:${await port(server)}`,
    get invalidations() {
      return kept.invalidations;
    },
    get probes() {
      return kept.probes;
    },
    requests,
    has: (id, xml) => {
      distributions.set(id, xml);
    },
    refuse: (one) => {
      error = one;
    },
    takes: (polls) => {
      kept.takes = polls;
    },
    forget: () => {
      Object.assign(kept, { invalidations: [], probes: 0, polls: 0, takes: 1 });
      requests.length = 0;
      distributions.clear();
      error = null;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (body: string, request: IncomingMessage) => [number, string],
): void {
  let body = "";
  request.on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    const [status, text] = answer(body, request);
    response
      .writeHead(status, { "content-type": "text/xml", connection: "close" })
      .end(`<?xml version="1.0"?>${text}`);
  });
}

function invalidation(id: string, status: string): string {
  return `<Invalidation xmlns="${namespace}"><Id>${id}</Id><Status>${status}</Status><CreateTime>2026-11-26T12:00:00Z</CreateTime><InvalidationBatch><Paths><Quantity>0</Quantity></Paths><CallerReference>x</CallerReference></InvalidationBatch></Invalidation>`;
}

function failed(code: string, message: string): string {
  return `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
}

function unescaped(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
