// What CloudFront answers: the table of its errors, and the boundaries of time and address.
import { type Denied, type SignUrlInput, signUrl } from "../../signing";
import { ask, EXPIRES_AT, HOST, KEY_PAIR_ID, NOW, RSA, valueIn, verdict } from "./fixtures";

const PHOTO = `${HOST}/images/photo.jpg`;
const signed = (input: Partial<SignUrlInput> = {}) =>
  valueIn(signUrl(RSA, { url: PHOTO, expiresAt: EXPIRES_AT, ...input }, NOW - 86_400));
const reason = (url: string, asked = {}) => (ask(url, asked) as Denied).reason;

describe("CloudFront's answers", () => {
  const good = signed();
  test.each([
    ["nothing that is signed", PHOTO, "MissingKey/no-key-id"],
    ["a signature without key id", good.replace(/&Key-Pair-Id=[^&]*/, ""), "MissingKey/no-key-id"],
    ["an empty key id", good.replace(/Key-Pair-Id=[^&]*/, "Key-Pair-Id="), "MissingKey/no-key-id"],
    ["a key id that no key group trusts", good.replace(KEY_PAIR_ID, "KUNKNOWN"), "InvalidKey/unknown-key"],
    [
      "a signature with a foreign character",
      good.replace("Signature=", "Signature=!!!!"),
      "MalformedSignature/malformed-signature",
    ],
    [
      "a signature in standard base64",
      `${PHOTO}?Expires=1&Signature=QQ==&Key-Pair-Id=${KEY_PAIR_ID}`,
      "MalformedSignature/malformed-signature",
    ],
    [
      "a policy that is no base64",
      `${PHOTO}?Policy=!&Signature=QUJD&Key-Pair-Id=${KEY_PAIR_ID}`,
      "MalformedPolicy/malformed-policy",
    ],
    [
      "a policy that is no JSON",
      `${PHOTO}?Policy=QUJD&Signature=QUJD&Key-Pair-Id=${KEY_PAIR_ID}`,
      "MalformedPolicy/malformed-policy",
    ],
    [
      "another signature",
      `${PHOTO}?Expires=${EXPIRES_AT}&Signature=QUJD&Key-Pair-Id=${KEY_PAIR_ID}`,
      "AccessDenied/bad-signature",
    ],
    ["a valid signed URL", good, "allowed"],
  ])("%s", (_what, url, expected) => {
    expect(verdict(ask(url))).toBe(expected);
  });

  test.each([
    ["MissingKey", PHOTO, "Missing Key-Pair-Id query parameter or cookie value"],
    ["InvalidKey", good.replace(KEY_PAIR_ID, "KUNKNOWN"), "Unknown Key"],
    ["MalformedSignature", good.replace("Signature=", "Signature=!!!!"), "Could not unencode Signature"],
    ["MalformedPolicy", `${PHOTO}?Policy=!&Signature=QUJD&Key-Pair-Id=${KEY_PAIR_ID}`, "Malformed Policy"],
    ["AccessDenied", good.replace("photo", "other"), "Access denied"],
  ])("%s carries status, message and CloudFront's XML byte for byte", (code, url, message) => {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    expect(ask(url)).toMatchObject({
      kind: "denied",
      code,
      message,
      status: 403,
      contentType: "text/xml",
      body,
    });
  });

  test("the MissingKey body has the 146 bytes of the captured one", () => {
    expect(Buffer.byteLength((ask(PHOTO) as Denied).body)).toBe(146);
  });
});

describe("time", () => {
  const startsAt = EXPIRES_AT - 1000;
  const url = signed({ startsAt });
  test.each([
    ["the second before the start", startsAt - 1, "AccessDenied/not-yet-valid"],
    ["the start itself: access begins after it", startsAt, "AccessDenied/not-yet-valid"],
    ["the second after the start", startsAt + 1, "allowed"],
    ["the second before the expiry", EXPIRES_AT - 1, "allowed"],
    ["the expiry itself: access has ended", EXPIRES_AT, "AccessDenied/expired"],
    ["the second after the expiry", EXPIRES_AT + 1, "AccessDenied/expired"],
    ["a fraction before the expiry counts as the whole second", EXPIRES_AT - 0.001, "allowed"],
    ["a fraction after the start counts as the whole second", startsAt + 0.999, "AccessDenied/not-yet-valid"],
  ])("custom policy at %s", (_what, now, expected) => {
    expect(verdict(ask(url, { now }))).toBe(expected);
  });

  test.each([
    ["before the expiry", EXPIRES_AT - 1, "allowed"],
    ["at the expiry", EXPIRES_AT, "AccessDenied/expired"],
  ])("canned policy %s", (_what, now, expected) => {
    expect(verdict(ask(signed(), { now }))).toBe(expected);
  });

  test("the reason says since when it is expired, and when it starts", () => {
    expect(reason(signed(), { now: EXPIRES_AT + 60 })).toBe(
      "Expired 60 s ago: valid before 1767290400 (2026-01-01T18:00:00Z), now 1767290460 (2026-01-01T18:01:00Z).",
    );
    expect(reason(url, { now: startsAt })).toBe(
      "Starts in the future: valid after 1767289400 (2026-01-01T17:43:20Z), now 1767289400 (2026-01-01T17:43:20Z).",
    );
  });

  test("takes the largest Expires that the guide names, and refuses a larger one", () => {
    const far = (expires: string) => `${PHOTO}?Expires=${expires}&Signature=QUJD&Key-Pair-Id=${KEY_PAIR_ID}`;
    expect(verdict(ask(far("9223372036854775807")))).toBe("AccessDenied/bad-signature");
    expect(verdict(ask(far("9223372036854775808")))).toBe("MalformedPolicy/malformed-policy");
  });
});

describe("client addresses", () => {
  test.each([
    ["192.0.2.10", "192.0.2.10", "allowed"],
    ["192.0.2.10", "192.0.2.11", "AccessDenied/ip-outside-range"],
    ["192.0.2.0/24", "192.0.2.0", "allowed"],
    ["192.0.2.0/24", "192.0.2.255", "allowed"],
    ["192.0.2.0/24", "192.0.3.0", "AccessDenied/ip-outside-range"],
    ["192.0.2.0/24", "192.0.1.255", "AccessDenied/ip-outside-range"],
    ["128.0.0.0/1", "255.255.255.255", "allowed"],
    ["128.0.0.0/1", "127.255.255.255", "AccessDenied/ip-outside-range"],
    ["0.0.0.0/0", "203.0.113.9", "allowed"],
    ["192.0.2.0/31", "192.0.2.1", "allowed"],
    ["192.0.2.0/31", "192.0.2.2", "AccessDenied/ip-outside-range"],
    ["192.0.2.10", "::ffff:192.0.2.10", "allowed"],
    ["0.0.0.0/0", "2001:db8::1", "AccessDenied/ip-outside-range"],
    ["0.0.0.0/0", "", "AccessDenied/ip-outside-range"],
  ])("policy for %s, client %s: %s", (ipAddress, clientIp, expected) => {
    expect(verdict(ask(signed({ ipAddress }), { clientIp }))).toBe(expected);
  });

  test("the reason names client and range, and says that IPv6 never matches", () => {
    const url = signed({ ipAddress: "192.0.2.0/24" });
    expect(reason(url, { clientIp: "203.0.113.9" })).toBe("The client 203.0.113.9 is outside 192.0.2.0/24.");
    expect(reason(url, { clientIp: "2001:db8::1" })).toContain("IPv6 client never matches");
  });

  test("a policy without address takes every client, IPv6 too", () => {
    expect(verdict(ask(signed({ startsAt: 1 }), { clientIp: "2001:db8::1" }))).toBe("allowed");
  });
});
