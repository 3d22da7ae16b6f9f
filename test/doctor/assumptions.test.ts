// What the doctor takes for CloudFront's without a primary source that says so: one test each, against real servers.
import { createServer } from "node:net";
import { exchange } from "../../doctor/http/exchange";
import { cloudFrontTls13Offer } from "../../doctor/tls/cloudfront";
import { probe } from "../../doctor/tls/probe";
import { describeWith } from "../programs";
import { behindCloudFront, farmWorld, host } from "./farm/diagnose";
import { Farm } from "./farm/farm";
import type { Issued } from "./farm/pki";

const project = behindCloudFront();

describeWith(["openssl"], "assumption:", () => {
  let farm: Farm;
  let leaf: Issued;
  beforeAll(() => {
    farm = new Farm();
    leaf = farm.pki.leaf({ name: host });
  });
  afterAll(() => farm.remove());

  const limit: readonly (readonly [bytes: number, kind: string])[] = [
    [32_768 - 64, "response"],
    [32_768 + 64, "headers-too-big"],
  ];
  test.each(limit)("headers of an origin may have 32,768 bytes: %i are %s", async (bytes, kind) => {
    const start = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Large: ";
    const text = `${start}${"x".repeat(bytes - start.length - 4)}\r\n\r\n`;
    const http = await farm.listen(createServer((socket) => socket.once("data", () => socket.end(text))));
    const world = farmWorld(project, { https: http, http }, "", { roots: [] });
    const answer = await exchange(world, { scheme: "http", host, path: "/" });
    expect(answer.kind === "failed" ? answer.stage : answer.kind).toBe(kind);
  });

  const suites: readonly (readonly [suite: string, kind: string])[] = [
    ["TLS_AES_128_GCM_SHA256", "hello"],
    ["TLS_AES_256_GCM_SHA384", "hello"],
    ["TLS_CHACHA20_POLY1305_SHA256", "hello"],
    ["TLS_AES_128_CCM_SHA256", "alert"],
    ["TLS_AES_128_CCM_8_SHA256", "alert"],
  ];
  test.each(suites)("%s is what an origin with TLS 1.3 may have alone: %s", async (suite, kind) => {
    const flags = ["-tls1_3", "-ciphersuites", suite];
    const https = await farm.sServer(leaf, farm.pki.chain(farm.pki.intermediate), flags);
    const world = farmWorld(project, { https, http: https }, "", { roots: [] });
    const place = { host, port: 443 };
    const offered = { place, serverName: host, protocol: "TLSv1.3", offer: cloudFrontTls13Offer } as const;
    expect((await probe(world, offered)).kind).toBe(kind);
  });
});
