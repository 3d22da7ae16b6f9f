// One HTTP request exactly as given: any Host, any path, any SNI; no redirects, no checks of certificates.
import { type ClientRequest, request as http, type RequestOptions } from "node:http";
import { request as https } from "node:https";

export interface Asked {
  readonly port: number;
  /** SNI for a request over TLS, "" for none; left out for plain HTTP. */
  readonly serverName?: string;
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  /** null: the server hung up or refused the handshake. */
  readonly status: number | null;
  /** All values of a header in the order they came. */
  header(name: string): string[];
  readonly body: Buffer;
}

export function ask(asked: Asked): Promise<Answer> {
  return new Promise((resolve) => {
    const request = send(asked);
    request.once("error", () => resolve({ status: null, header: () => [], body: Buffer.alloc(0) }));
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () => {
        const header = (name: string) => valuesOf(response.rawHeaders, name);
        resolve({ status: response.statusCode ?? null, header, body: Buffer.concat(chunks) });
      });
    });
    request.end(asked.body);
  });
}

function send({ port, serverName, host, path, method = "GET", headers = {} }: Asked): ClientRequest {
  const options: RequestOptions = {
    host: "127.0.0.1",
    port,
    path,
    method,
    agent: false,
    headers: { Host: host, ...headers },
  };
  if (serverName === undefined) return http(options);
  return https({ ...options, servername: serverName, rejectUnauthorized: false });
}

function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]?.toLowerCase() === name.toLowerCase());
}
