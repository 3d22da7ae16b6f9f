// The bytes of our ClientHello, as OpenSSL's own servers and parser read them, and replies that no server should send.
import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { clientHello, HELLO_RANDOM_BYTES } from "../../doctor/tls/client-hello";
import { cloudFrontOffer, cloudFrontTls13Offer, protocols } from "../../doctor/tls/cloudfront";
import { ReplyReader } from "../../doctor/tls/server-reply";
import { describeWith, program } from "../programs";
import { freePort, listening } from "../server-root";
import { Pki } from "./farm/pki";

const random = Buffer.alloc(HELLO_RANDOM_BYTES, 7);

describe("a ClientHello", () => {
  test.each(protocols)("of %s has lengths that fit", (protocol) => {
    const hello = clientHello({ protocol, offer: cloudFrontOffer, serverName: "api.example.com", random });
    expect(hello.readUInt16BE(3)).toBe(hello.length - 5);
    expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9);
  });

  test("of SSLv3 is the one of RFC 6101, without extensions", () => {
    const hello = clientHello({
      protocol: "SSLv3",
      offer: cloudFrontOffer,
      serverName: "ignored.example.com",
      random,
    });
    // Record and hello say 3.0; 32 random bytes, no session, 16 suites, one compression, and nothing after it.
    expect(hello.subarray(0, 3)).toEqual(Buffer.of(22, 3, 0));
    expect(hello.subarray(9, 11)).toEqual(Buffer.of(3, 0));
    expect(hello.length).toBe(5 + 4 + 2 + 32 + 1 + 2 + 32 + 2);
    expect(hello.includes("ignored.example.com")).toBe(false);
  });
});

describeWith(["openssl"], "openssl s_server -trace", () => {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-wire-"));
  let leaf: ReturnType<Pki["leaf"]>;
  beforeAll(() => {
    leaf = new Pki(folder).leaf({ name: "api.example.com" });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("reads CloudFront's suites, curves, signatures and our server name in it", async () => {
    const trace = await traced("TLSv1.2");
    expect(trace).toContain("client_version=0x303 (TLS 1.2)");
    // 16 that are offered, and the one that the server chose.
    expect(trace.match(/\{0x[0-9A-F]{2}, 0x[0-9A-F]{2}\} TLS_/g)).toHaveLength(17);
    for (const name of [
      "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
      "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
      "TLS_RSA_WITH_RC4_128_MD5",
    ]) {
      expect(trace).toContain(name);
    }
    expect(trace).toMatch(
      /supported_groups.*\n\s+secp256r1 \(P-256\) \(23\)\n\s+secp384r1 \(P-384\) \(24\)\n\s+ecdh_x25519 \(29\)/,
    );
    expect(trace).toContain("rsa_pkcs1_sha256 (0x0401)");
    expect(trace).toMatch(/extension_type=server_name\(0\).*\n.*api\.exampl\n.*e\.com/);
  });

  test("reads a TLS 1.3 hello with a share, and answers it", async () => {
    const trace = await traced("TLSv1.3");
    expect(trace).toContain("TLS 1.3 (772)");
    expect(trace).toMatch(/key_share/);
    expect(trace).toContain("ServerHello");
  });

  async function traced(protocol: "TLSv1.2" | "TLSv1.3"): Promise<string> {
    const port = await freePort();
    const args = [
      "s_server",
      "-trace",
      "-cert",
      leaf.certificate,
      "-key",
      leaf.key,
      "-accept",
      `127.0.0.1:${port}`,
    ];
    const server = spawn(program("openssl"), args, { stdio: ["pipe", "pipe", "ignore"] });
    let said = "";
    server.stdout.on("data", (chunk) => {
      said += chunk;
    });
    await listening({ port, host: "127.0.0.1" });
    await hello(port, protocol);
    await new Promise((done) => {
      server.once("close", done);
      server.kill();
    });
    // The first connection is that of `listening`, which says nothing.
    return said;
  }

  function hello(port: number, protocol: "TLSv1.2" | "TLSv1.3"): Promise<void> {
    return new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1");
      const reader = new ReplyReader();
      const offer = protocol === "TLSv1.3" ? cloudFrontTls13Offer : cloudFrontOffer;
      socket.write(clientHello({ protocol, offer, serverName: "api.example.com", random }));
      socket.on("data", (chunk: Buffer) => {
        const reply = reader.read(chunk);
        if (!reply) return;
        expect(reply).toMatchObject({ kind: "hello", protocol });
        socket.destroy();
      });
      socket.once("close", () => resolve());
    });
  }
});

// What NSS 3.87's selfserv (-V ssl3:ssl3) answered to our SSLv3 hello: OpenSSL, GnuTLS and Node have it no more.
const ssl3Reply = Buffer.from(
  [
    "FgMAA3ECAABGAwB+g1tUV2L45qDHquz/HfMwsddEd0+vo2MBrBKKUjtj5iBLszJrc6T4FLdeLhUys8BFNjWRWZlYBc35rXXn",
    "lOU/uwAvAAsAAx8AAxwAAxkwggMVMIIB/aADAgECAhQhSQDxbZVkroQz7DRbq08YpOdlaDANBgkqhkiG9w0BAQsFADAaMRgw",
    "FgYDVQQDDA9hcGkuZXhhbXBsZS5jb20wHhcNMjYxMTI2MjM1MjQzWhcNMjYxMjI2MjM1MjQzWjAaMRgwFgYDVQQDDA9hcGku",
    "ZXhhbXBsZS5jb20wggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIBAQC6wu5Xgssh6fhAn1IXbUTpJ9duVbrlI6qWgmsP",
    "nu9anEb0pbUVMbo0I1BZN95JXLjGWHK9Mu3t3fcQIb7Hrdf7k7RjBDmyWA1nVQkPSQa2qzj10nfHiBM5U5pD51o7INmPu7cY",
    "gAo93QIr5M/5Nz3DnuNubDxSPLrQpk3Ry6YvG3zvbP4TnsxhgUEaj8Nj7rGG9/zb0jHkcXSlzGwoPST989fgT0kLL/m2TrDH",
    "NtwRWo5mK0SvHU3w8lLZ9BZTvapi35dg0NBZGJk8eatMEMcO20DGPNHad3+uLfycqcvJ47axralwadqeAL88ufjWkBRyHxTx",
    "bhctiqucNxVSnn+LAgMBAAGjUzBRMB0GA1UdDgQWBBTjZK6l6J8ml9hnbfL5X3S/P6+EKDAfBgNVHSMEGDAWgBTjZK6l6J8m",
    "l9hnbfL5X3S/P6+EKDAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3DQEBCwUAA4IBAQAEO7HI/44VSuXml3V+ZvdCTP+9JzCm",
    "+siITI41ds89iIDQQOpQuVDPUp99eJPlW3VJCPunlwSamuUJPzGr1mIxuDXwwOXPUv/8d7A9g/Mky4k13OBq79Nf4+Lf2L//",
    "Xmh5o2mHEkKBAtmOU4iZNBCG2XSOdrKnplzJoexzWIuh38YKqFRWsbOjj+63pi3IOrIgHprBs6tFrtXWjWSAVk8BHtmpxcXx",
    "6dLQTwBiu9Rmih2md9igNzY9t/99XRQk4/LS0GCYIiKbqN5B8S9fZ1foEVk91X6EtNGw0Dn5E8ZlQCAj3k3kQDnKuSWRkdIU",
    "cX2boEHhrBoFvlXsYAiXfVfoDgAAAA==",
  ].join(""),
  "base64",
);

describe("a reply", () => {
  test("in SSLv3 is read, in whatever pieces it comes", () => {
    for (const size of [1, 7, 100, ssl3Reply.length]) {
      const reader = new ReplyReader();
      const pieces = Array.from({ length: Math.ceil(ssl3Reply.length / size) }, (_, i) =>
        ssl3Reply.subarray(i * size, (i + 1) * size),
      );
      const reply = pieces.map((piece) => reader.read(piece)).find((one) => one !== null);
      expect(reply).toMatchObject({
        kind: "hello",
        protocol: "SSLv3",
        suite: 0x002f,
        asksForClientCertificate: false,
      });
      if (reply?.kind !== "hello") throw new Error("no hello");
      expect(reply.chain.map((der) => new X509Certificate(der).subject)).toEqual(["CN=api.example.com"]);
    }
  });

  test("that is an alert is one, whatever follows", () => {
    expect(new ReplyReader().read(Buffer.of(21, 3, 3, 0, 2, 2, 70, 9, 9))).toEqual({
      kind: "alert",
      description: 70,
    });
  });

  test("in the words of another protocol is no TLS", () => {
    expect(new ReplyReader().read(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"))).toEqual({
      kind: "not-tls",
      firstBytes: "HTTP/1.1 400 Bad Request\r\n\r\n",
    });
  });

  test("of any bytes in any pieces is read without an error, and ends", () => {
    const record = fc
      .tuple(fc.constantFrom(20, 21, 22, 23), fc.uint8Array({ maxLength: 200 }))
      .map(([type, body]) =>
        Buffer.concat([Buffer.of(type, 3, 3, body.length >> 8, body.length & 255), Buffer.from(body)]),
      );
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      record,
    );
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 6 }), (chunks) => {
        const reader = new ReplyReader();
        for (const chunk of chunks) if (reader.read(chunk)) return;
      }),
      { numRuns: 2000 },
    );
  });

  test("that never ends is cut off", () => {
    const reader = new ReplyReader();
    const record = Buffer.concat([Buffer.of(22, 3, 3, 0x40, 0), Buffer.alloc(0x4000)]);
    // A handshake message that says it has 16 megabytes.
    record.set([11, 255, 255, 255], 5);
    const replies = Array.from({ length: 40 }, () => reader.read(record)).filter(Boolean);
    expect(replies[0]).toMatchObject({ kind: "not-tls" });
  });
});
