// What is signed is what clients send: encoding, dropping, and the URLs that are refused.
import { signUrl, toWireUrl } from "../../signing";
import { EXPIRES_AT, HOST, NOW, problemOf, RSA, valueIn } from "./fixtures";

describe("URLs on the wire", () => {
  test.each([
    [
      "leaves a URL alone that clients send as it is",
      `${HOST}/a/b-c_d.e~f!$&'()+,;=:@?x=1&y=a/b:c@d`,
      undefined,
    ],
    ["leaves escapes alone, in either case of hex", `${HOST}/%C3%a9%2F?q=%2B%2a`, undefined],
    ["leaves + alone, which means different things in path and query", `${HOST}/a+b?q=a+b`, undefined],
    ["leaves a dot inside a segment alone", `${HOST}/.well-known/a..b/...`, undefined],
    ["leaves a port alone that is not the scheme's own", "http://localhost:8443/a", undefined],
    [
      "encodes * and a second ?, which CloudFront would read as wildcards",
      `${HOST}/a*b?c=*?`,
      `${HOST}/a%2Ab?c=%2A%3F`,
    ],
    ["encodes a bare % once, and not twice", `${HOST}/5%?q=%`, `${HOST}/5%25?q=%25`],
    ["encodes ' in the query only", `${HOST}/a'b?c='`, `${HOST}/a'b?c=%27`],
    ["encodes a backslash rather than letting clients turn it into a slash", `${HOST}/a\\b`, `${HOST}/a%5Cb`],
    [
      "encodes non-ASCII as UTF-8, characters beyond the BMP whole",
      `${HOST}/é😀`,
      `${HOST}/%C3%A9%F0%9F%98%80`,
    ],
    ["writes the slash of an empty path", HOST, `${HOST}/`],
    [
      "writes host and scheme in lower case, the path as it is",
      "HTTPS://CDN.Example.COM/A",
      "https://cdn.example.com/A",
    ],
    ["drops the scheme's own port", "http://cdn.example.com:80/a", "http://cdn.example.com/a"],
    [
      "writes an international host in punycode",
      "https://bücher.example/a",
      "https://xn--bcher-kva.example/a",
    ],
    ["drops empty query pairs and an empty query", `${HOST}/a?&x=1&&y=2&`, `${HOST}/a?x=1&y=2`],
    ["drops a query without any pair", `${HOST}/a?`, `${HOST}/a`],
    [
      "keeps a parameter whose name only resembles a reserved one",
      `${HOST}/a?expires=1&Expiress=2&XPolicy=3`,
      undefined,
    ],
  ])("%s", (_what, url, expected = url) => {
    expect(valueIn(toWireUrl(url))).toBe(expected);
    expect(valueIn(toWireUrl(expected))).toBe(expected);
  });

  test.each([
    ["a fragment", `${HOST}/a#top`, "signed-urls/fragment"],
    ["Expires in the query", `${HOST}/a?Expires=1`, "signed-urls/reserved-parameter"],
    ["Policy in the query", `${HOST}/a?x=1&Policy=p`, "signed-urls/reserved-parameter"],
    ["Signature in the query", `${HOST}/a?Signature`, "signed-urls/reserved-parameter"],
    ["Key-Pair-Id in the query", `${HOST}/a?Key-Pair-Id=K`, "signed-urls/reserved-parameter"],
    ["Hash-Algorithm in the query", `${HOST}/a?Hash-Algorithm=SHA1&x=1`, "signed-urls/reserved-parameter"],
    [
      "a reserved parameter whose name is percent-encoded",
      `${HOST}/a?%45xpires=1`,
      "signed-urls/reserved-parameter",
    ],
    [
      "a URL that is signed already",
      `${HOST}/a?Expires=1&Signature=s&Key-Pair-Id=K`,
      "signed-urls/reserved-parameter",
    ],
    ["ftp", "ftp://example.com/a", "signed-urls/not-http"],
    ["a URL without scheme", "example.com/a", "signed-urls/not-http"],
    ["a path alone", "/a", "signed-urls/not-http"],
    ["a single slash after the scheme", "https:/example.com/a", "signed-urls/not-http"],
    ["a backslash where the path begins", "https://example.com\\a", "signed-urls/not-http"],
    ["leading space", ` ${HOST}/a`, "signed-urls/not-http"],
    ["a user name and password", "https://user:secret@example.com/a", "signed-urls/credentials"],
    ["a host with a space", "https://exa mple.com/a", "signed-urls/malformed-host"],
    ["a port out of range", "https://example.com:99999/a", "signed-urls/malformed-host"],
    ["a line break", `${HOST}/a\nb`, "signed-urls/control-character"],
    ["a tab", `${HOST}/a\tb`, "signed-urls/control-character"],
    ["NUL", `${HOST}/a\0b`, "signed-urls/control-character"],
    ["half of a surrogate pair", `${HOST}/\uD83D`, "signed-urls/not-unicode"],
    ["the segment ..", `${HOST}/a/../b`, "signed-urls/dot-segment"],
    ["the segment .", `${HOST}/a/./b`, "signed-urls/dot-segment"],
    ["a last segment ..", `${HOST}/a/..`, "signed-urls/dot-segment"],
    ["the segment .. written %2e%2E", `${HOST}/a/%2e%2E/b`, "signed-urls/dot-segment"],
    ["the segment .. written .%2e", `${HOST}/a/.%2e`, "signed-urls/dot-segment"],
  ])("rejects %s", (_what, url, code) => {
    expect(problemOf(toWireUrl(url)).code).toBe(code);
    expect(problemOf(signUrl(RSA, { url, expiresAt: EXPIRES_AT }, NOW)).code).toBe(code);
  });

  test("rejects credentials without repeating them", () => {
    const { message, fix } = problemOf(toWireUrl("https://user:secret@example.com/a"));
    expect(message + fix).not.toMatch(/user:|secret/);
  });

  test("agrees with the URL parser of browsers: what comes out is what they would request", () => {
    const urls = [
      `${HOST}/a b"<>\`{}^|[]'é*?q=a b"<>'#`.replace("#", ""),
      "https://Example.COM",
      `${HOST}/%zz/?&&x`,
    ];
    for (const url of urls) {
      const wire = valueIn(toWireUrl(url));
      expect(new URL(wire).href).toBe(wire);
    }
  });
});

describe("signing a URL", () => {
  test.each([
    ["an expiry in the past", { expiresAt: NOW - 1 }, "signing-policy/expiry-in-past"],
    ["an expiry that is this very second", { expiresAt: NOW }, "signing-policy/expiry-in-past"],
    [
      "an expiry in milliseconds",
      { expiresAt: EXPIRES_AT * 1000 },
      "signing-policy/expiry-not-epoch-seconds",
    ],
    ["an expiry with a fraction", { expiresAt: EXPIRES_AT + 0.5 }, "signing-policy/expiry-not-epoch-seconds"],
    ["an expiry that is no number", { expiresAt: Number.NaN }, "signing-policy/expiry-not-epoch-seconds"],
    ["a start after the expiry", { startsAt: EXPIRES_AT + 1 }, "signing-policy/start-not-before-expiry"],
    ["a start equal to the expiry", { startsAt: EXPIRES_AT }, "signing-policy/start-not-before-expiry"],
    ["a negative start", { startsAt: -1 }, "signing-policy/start-not-epoch-seconds"],
    ["a word for an address", { ipAddress: "office" }, "signing-policy/malformed-ip"],
    ["two addresses", { ipAddress: "192.0.2.1,192.0.2.2" }, "signing-policy/malformed-ip"],
    ["an address with a leading zero", { ipAddress: "192.0.2.010" }, "signing-policy/malformed-ip"],
    ["two prefixes", { ipAddress: "192.0.2.0/24/8" }, "signing-policy/malformed-ip"],
    ["a prefix above 32", { ipAddress: "192.0.2.0/33" }, "signing-policy/malformed-ip"],
    ["an empty prefix", { ipAddress: "192.0.2.0/" }, "signing-policy/malformed-ip"],
    ["IPv6", { ipAddress: "2001:db8::1" }, "signing-policy/ipv6"],
    ["an IPv6 range", { ipAddress: "2001:db8::/32" }, "signing-policy/ipv6"],
    ["a range with host bits", { ipAddress: "192.0.2.5/24" }, "signing-policy/host-bits-set"],
    [
      "a resource of another host",
      { resource: "https://other.example/*" },
      "signing-policy/resource-does-not-match",
    ],
    [
      "a resource of the other scheme",
      { resource: "http://d111111abcdef8.cloudfront.net/*" },
      "signing-policy/resource-does-not-match",
    ],
    [
      "a resource of another folder",
      { resource: `${HOST}/other/*` },
      "signing-policy/resource-does-not-match",
    ],
    [
      "a resource with the scheme http*",
      { resource: "http*://d111111abcdef8.cloudfront.net/*" },
      "signing-policy/malformed-resource",
    ],
    ["a resource with a fragment", { resource: `${HOST}/*#a` }, "signing-policy/malformed-resource"],
    ["a resource with a line break", { resource: `${HOST}/*\n` }, "signing-policy/malformed-resource"],
    ["a resource without host", { resource: "https:///a/*" }, "signing-policy/malformed-resource"],
    [
      "a resource with a non-ASCII host",
      { resource: "https://bücher.example/*" },
      "signing-policy/malformed-resource",
    ],
    ["a URL that grows beyond 8192 bytes", { url: `${HOST}/${"a".repeat(8000)}` }, "signed-urls/too-long"],
  ])("rejects %s", (_what, change, code) => {
    const problem = problemOf(
      signUrl(RSA, { url: `${HOST}/media/a.mp4`, expiresAt: EXPIRES_AT, ...change }, NOW),
    );
    expect(problem).toEqual({ code, message: expect.stringMatching(/\S/), fix: expect.stringMatching(/\S/) });
  });

  test("tells the canonical range when host bits are set, and accepts it", () => {
    const input = { url: `${HOST}/a`, expiresAt: EXPIRES_AT };
    expect(problemOf(signUrl(RSA, { ...input, ipAddress: "192.0.2.5/24" }, NOW)).fix).toContain(
      '"192.0.2.0/24"',
    );
    expect(signUrl(RSA, { ...input, ipAddress: "192.0.2.0/24" }, NOW).ok).toBe(true);
  });

  test("names seconds and milliseconds when they seem to be confused", () => {
    const problem = problemOf(signUrl(RSA, { url: `${HOST}/a`, expiresAt: EXPIRES_AT * 1000 }, NOW));
    expect(problem.fix).toContain("divide by 1000");
  });

  test("signs up to the last second that the guide's 64-bit date allows", () => {
    expect(signUrl(RSA, { url: `${HOST}/a`, expiresAt: 9_223_372_036 }, NOW).ok).toBe(true);
    expect(signUrl(RSA, { url: `${HOST}/a`, expiresAt: 9_223_372_037 }, NOW).ok).toBe(false);
  });

  test("says SHA256 with Hash-Algorithm and keeps silent about SHA1, which is CloudFront's default", () => {
    expect(valueIn(signUrl(RSA, { url: `${HOST}/a`, expiresAt: EXPIRES_AT }, NOW))).toMatch(
      /&Hash-Algorithm=SHA256$/,
    );
    const legacy = { ...RSA, hashAlgorithm: "SHA1" as const };
    expect(valueIn(signUrl(legacy, { url: `${HOST}/a`, expiresAt: EXPIRES_AT }, NOW))).not.toContain(
      "Hash-Algorithm",
    );
  });
});
