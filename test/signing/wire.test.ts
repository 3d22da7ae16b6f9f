// Property: what is signed are the bytes that a real client puts on the wire, whatever the URL is made of.
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { type Signer, signCookies, signUrl, toCookieHeader, toWireUrl } from "../../signing";
import { ask, ECDSA, EXPIRES_AT, NOW, RSA, valueIn, verdict } from "./fixtures";

/** What clients, shells, HTML and other signers get wrong, beside any other character. */
const HOSTILE = [
  ..." +%*?'\"()[]{}<>~,;:@!$&=|\\^`#é사😀",
  "%20",
  "%2F",
  "%e9",
  "%zz",
  "..",
  "/",
  "//",
  "&&",
  "==",
];
const character = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
);
const piece = fc.array(character, { maxLength: 12 }).map((parts) => parts.join(""));
const target = fc
  .tuple(piece, fc.option(piece))
  .map(([path, query]) => `/${path}${query === null ? "" : `?${query}`}`);

let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) =>
    response.end(JSON.stringify([request.url, request.headers.cookie])),
  );
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise((closed) => server.close(closed)));

/** What arrives when a real client asks for the URL: request line target and Cookie header. */
async function received(url: string, cookie?: string): Promise<[string, string | undefined]> {
  const headers = cookie === undefined ? {} : { cookie };
  const body = await new Promise<string>((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      response.setEncoding("utf8").on("data", resolve).on("error", reject);
    }).on("error", reject);
  });
  return JSON.parse(body);
}

function signable(signer: Signer, path: string): string | undefined {
  const signed = signUrl(signer, { url: origin + path, expiresAt: EXPIRES_AT }, NOW);
  // Refused are only what the other tests list: fragments, dot segments, control characters, reserved names.
  return signed.ok ? signed.value : undefined;
}

test.each([
  ["RSA", RSA],
  ["ECDSA", ECDSA],
])(
  "%s: signed, sent by http.request, received and verified, for hostile characters",
  async (_name, signer) => {
    let signedCount = 0;
    await fc.assert(
      fc.asyncProperty(target, async (path) => {
        const signed = signable(signer, path);
        if (signed === undefined) return;
        signedCount++;
        const [onWire] = await received(signed);
        expect(origin + onWire).toBe(signed);
        expect(verdict(ask(origin + onWire))).toBe("allowed");
      }),
      { numRuns: 200 },
    );
    expect(signedCount).toBeGreaterThan(50);
  },
);

test("flipping one received character is refused, wherever it is", async () => {
  let refusedCount = 0;
  await fc.assert(
    fc.asyncProperty(target, fc.nat(), fc.constantFrom(..."AZaz09-_~.%&=/?"), async (path, seed, other) => {
      const signed = signable(ECDSA, path);
      if (signed === undefined) return;
      const [onWire] = await received(signed);
      const at = seed % onWire.length;
      const flipped = onWire.slice(0, at) + other + onWire.slice(at + 1);
      if (flipped === onWire) return;
      refusedCount++;
      expect(verdict(ask(origin + flipped))).toMatch(
        /^(?:AccessDenied|MissingKey|InvalidKey|Malformed\w+)\//,
      );
    }),
    { numRuns: 200 },
  );
  expect(refusedCount).toBeGreaterThan(50);
});

test("a custom policy without resource opens the URL that was signed, for hostile characters", async () => {
  await fc.assert(
    fc.asyncProperty(target, async (path) => {
      const signed = signUrl(ECDSA, { url: origin + path, expiresAt: EXPIRES_AT, startsAt: 1 }, NOW);
      if (!signed.ok) return;
      const [onWire] = await received(signed.value);
      expect(verdict(ask(origin + onWire))).toBe("allowed");
    }),
    { numRuns: 100 },
  );
});

test("signed cookies arrive as they were sent and open the URL on the wire, for hostile characters", async () => {
  await fc.assert(
    fc.asyncProperty(target, async (path) => {
      const cookies = signCookies(ECDSA, { url: origin + path, expiresAt: EXPIRES_AT }, NOW);
      if (!cookies.ok) return;
      const url = valueIn(toWireUrl(origin + path));
      const [onWire, cookieHeader = ""] = await received(url, toCookieHeader(cookies.value));
      expect(verdict(ask(origin + onWire, { cookies: cookieHeader }))).toBe("allowed");
    }),
    { numRuns: 100 },
  );
});

test("the wire form is stable, and is what the URL parser of browsers makes of it", () => {
  fc.assert(
    fc.property(target, (path) => {
      const wire = toWireUrl(`https://cdn.example.com${path}`);
      if (!wire.ok) return;
      expect(valueIn(toWireUrl(wire.value))).toBe(wire.value);
      expect(new URL(wire.value).href).toBe(wire.value);
      expect(wire.value).toMatch(/^[\x21-\x7E]+$/);
    }),
    { numRuns: 1000 },
  );
});

test("the short way for URLs in wire form and the careful way agree", () => {
  const plain = fc.stringMatching(/^[a-z0-9._%\-/=&?']{0,30}$/);
  fc.assert(
    fc.property(plain, (path) => {
      // An upper-case host always takes the careful way.
      const short = toWireUrl(`https://cdn.example.com/${path}`);
      expect(short).toEqual(toWireUrl(`https://CDN.example.com/${path}`));
    }),
    { numRuns: 2000 },
  );
});
