// An HTTP endpoint that answers AssumeRoleWithWebIdentity in the XML of AWS's STS, and keeps what it was asked.
import { createServer } from "node:http";
import { port } from "../publish/port";
import { credentials } from "../publish/s3-server";

export interface TokenService {
  readonly url: string;
  /** Role and token of each request. */
  readonly asked: readonly { readonly role: string | null; readonly token: string | null }[];
  close(): Promise<void>;
}

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

/** Hands out what the S3 server takes. */
export async function tokenService(): Promise<TokenService> {
  const asked: { role: string | null; token: string | null }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    if (form.get("Action") !== "AssumeRoleWithWebIdentity") return response.writeHead(400).end();
    asked.push({ role: form.get("RoleArn"), token: form.get("WebIdentityToken") });
    return response.writeHead(200, { "content-type": "text/xml", connection: "close" }).end(answer());
  });
  return {
    url: `http://127.0.0.1:${await port(server)}`,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function answer(): string {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = credentials;
  return `<AssumeRoleWithWebIdentityResponse xmlns="${namespace}"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey><SessionToken>session</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>`;
}
