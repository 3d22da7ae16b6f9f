// Sends requests to one bucket without the SDK's commands, whose layers cost more than a small file does. Endpoint,
// credentials, signature, clock, retries, connections and the reading of errors are the SDK's all the same.

import { createHash } from "node:crypto";
import { PutObject$, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { AwsSdkSigV4Signer } from "@aws-sdk/core/httpAuthSchemes";
import { getEndpointFromInstructions } from "@smithy/core/endpoints";
import { extendedEncodeURIComponent, HttpRequest, type HttpResponse } from "@smithy/core/protocols";
import { retryMiddleware } from "@smithy/core/retry";
import { operation } from "@smithy/core/schema";

export interface DirectRequest {
  readonly method: "GET" | "HEAD" | "PUT";
  /** "" for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Of the body where it is known, lower-case hexadecimal. */
  readonly sha256?: string;
}

export interface DirectResponse {
  /** "" if there is none. */
  readonly etag: string;
  readonly body: Buffer;
}

/** @throws what the SDK's commands throw */
export type Direct = (request: DirectRequest) => Promise<DirectResponse>;

/** @param bucket whose requests are signed by SigV4, as all are but directory buckets and multi-region access points */
export function direct(client: S3Client, bucket: string): Direct {
  let ready: Promise<Way> | undefined;
  return async (request) => {
    ready ??= way(client, bucket);
    const { address, deliver } = await ready;
    const { output } = await deliver({ input: {}, request: httpRequest(address, request) });
    return output;
  };
}

interface Way {
  readonly address: Address;
  deliver(args: { input: object; request: unknown }): Promise<{ output: DirectResponse }>;
}

interface Scheme {
  readonly name: string;
  readonly signingName: string;
  readonly signingRegion: string;
}

async function way({ config }: S3Client, Bucket: string): Promise<Way> {
  const endpoint = await getEndpointFromInstructions({ Bucket, Key: "key" }, PutObjectCommand, config);
  const scheme = endpoint.properties?.authSchemes?.[0] as Scheme | undefined;
  if (scheme?.name !== "sigv4") throw new Error(`the requests of ${Bucket} are not signed by SigV4`);
  const signer = await config.signer({ ...scheme, properties: {} });
  const auth = new AwsSdkSigV4Signer();
  // One signer for all requests, and one clock: what an answer tells of the time is kept in this object.
  const signing = Object.assign(Object.create(config), { signer: async () => signer });
  const attempt = async (unsigned: HttpRequest) => {
    const properties = { ...scheme, config: signing, context: { endpointV2: endpoint } };
    // The SDK keeps them, and fetches new ones in time where they end.
    const request = await auth.sign(unsigned, await config.credentials(), properties);
    try {
      const { response } = await config.requestHandler.handle(request as HttpRequest);
      if (response.statusCode >= 300) throw await refusal(config, response);
      const body = Buffer.from(await config.streamCollector(response.body));
      auth.successHandler(response, properties);
      return { response, output: { etag: response.headers["etag"] ?? "", body, $metadata: {} } };
    } catch (error) {
      return auth.errorHandler(properties)(error as Error);
    }
  };
  const deliver = retryMiddleware(config)(({ request }) => attempt(request as HttpRequest), {});
  return { address: addressOf(new URL(endpoint.url)), deliver: deliver as Way["deliver"] };
}

interface Address {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly host: string;
  /** Without a slash at its end. */
  readonly path: string;
}

// Taken apart once: a URL does it anew whenever it is asked for a part.
function addressOf({ protocol, hostname, port, host, pathname }: URL): Address {
  const path = pathname.replace(/\/$/, "");
  return { protocol, hostname, host, path, ...(port === "" ? {} : { port: Number(port) }) };
}

function httpRequest(address: Address, { method, key, query = {}, headers, body, sha256 }: DirectRequest) {
  return new HttpRequest({
    ...address,
    method,
    path: `${address.path}/${key.split("/").map(extendedEncodeURIComponent).join("/")}`,
    query: { ...query },
    headers: {
      host: address.host,
      // What the logs of S3 show.
      "user-agent": "httpsmith",
      ...headers,
      ...(body === undefined ? {} : { "content-length": String(body.length) }),
      // The signature covers it, and S3 refuses a body that does not fit it.
      "x-amz-content-sha256": sha256 ?? digest("sha256", body ?? ""),
    },
    body,
  });
}

interface Protocol {
  deserializeResponse(schema: object, context: object, response: HttpResponse): Promise<unknown>;
}

/** @returns the error that an answer stands for */
async function refusal(config: S3Client["config"], response: HttpResponse): Promise<Error> {
  const [, namespace, name, traits, input, output] = PutObject$;
  const schema = operation(namespace, name, traits, input, output);
  try {
    await (config.protocol as Protocol).deserializeResponse(schema, { ...config }, response);
    throw new Error(`S3 answered ${response.statusCode}`);
  } catch (error) {
    // A body that is no error of S3, from a proxy for instance, leaves the status alone.
    const { $metadata = { httpStatusCode: response.statusCode } } = error as { $metadata?: object };
    return Object.assign(error as Error, { $metadata, $response: response });
  }
}

export function digest(algorithm: string, bytes: Buffer | string): string {
  return createHash(algorithm).update(bytes).digest("hex");
}
