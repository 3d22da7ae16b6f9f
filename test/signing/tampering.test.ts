// One change after signing, at every place: nothing that was signed may be altered without a refusal.
import { signCookies, signUrl, toCookieHeader } from "../../signing";
import {
  ALGORITHMS,
  ask,
  EXPIRES_AT,
  HASHES,
  HOST,
  NOW,
  signerOf,
  trustedFor,
  valueIn,
  verdict,
} from "./fixtures";

const URL_WITH_QUERY = `${HOST}/media/video%20one.mp4?part=1&lang=ko`;
const CONDITIONS = { expiresAt: EXPIRES_AT, startsAt: NOW - 1, ipAddress: "192.0.2.0/24" };

describe.each(ALGORITHMS.flatMap((algorithm) => HASHES.map((hash) => ({ algorithm, hash }))))(
  "$algorithm $hash",
  ({ algorithm, hash }) => {
    const signer = signerOf(algorithm, hash);
    const trusted = trustedFor(algorithm);
    const canned = valueIn(signUrl(signer, { url: URL_WITH_QUERY, expiresAt: EXPIRES_AT }, NOW));
    const custom = valueIn(signUrl(signer, { url: URL_WITH_QUERY, ...CONDITIONS }, NOW));

    test.each([
      ["the scheme", "https://", "http://"],
      ["the host", "d111111abcdef8", "d222222abcdef8"],
      ["the case of the path", "/media/", "/Media/"],
      ["an escape spelt differently", "%20", "+"],
      ["an escape decoded", "%20", " "],
      ["a slash doubled", "/media/", "//media/"],
      ["a dot segment", "/media/", "/./media/"],
      ["a query value", "part=1", "part=2"],
      ["a query name", "lang=", "long="],
      ["the order of the query", "part=1&lang=ko", "lang=ko&part=1"],
      ["a query pair left out", "part=1&", ""],
      ["a query pair added", "part=1&", "part=1&admin=1&"],
      ["an empty pair added", "part=1&", "part=1&&"],
      ["the expiry later by a second", `Expires=${EXPIRES_AT}`, `Expires=${EXPIRES_AT + 1}`],
      ["a zero before the expiry", `Expires=${EXPIRES_AT}`, `Expires=0${EXPIRES_AT}`],
      ["a plus before the expiry", `Expires=${EXPIRES_AT}`, `Expires=+${EXPIRES_AT}`],
      ["the key id in lower case", "Key-Pair-Id=K", "Key-Pair-Id=k"],
      ["a parameter's name in lower case", "Signature=", "signature="],
      ["the signature emptied", /Signature=[^&]*/, "Signature="],
      ["the signature cut by a group", /(Signature=[^&]*)[^&]{4}&/, "$1&"],
      ["a group more in the signature", "Signature=", "Signature=AAAA"],
    ])("rejects a canned URL after changing %s", (_what, from, to) => {
      const changed = canned.replace(from, to);
      expect(changed).not.toBe(canned);
      expect(verdict(ask(canned, { trusted }))).toBe("allowed");
      expect(verdict(ask(changed, { trusted }))).not.toBe("allowed");
    });

    test("rejects a custom policy of another signature, even one that is valid itself", () => {
      const wider = valueIn(
        signUrl(signer, { url: URL_WITH_QUERY, ...CONDITIONS, resource: `${HOST}/*` }, NOW),
      );
      const policy = /Policy=[^&]*/.exec(wider)?.[0] ?? "";
      expect(verdict(ask(custom.replace(/Policy=[^&]*/, policy), { trusted }))).toBe(
        "AccessDenied/bad-signature",
      );
      expect(verdict(ask(wider, { trusted }))).toBe("allowed");
    });

    test("rejects every change of one character of signature, policy and expiry", () => {
      for (const url of [canned, custom]) {
        for (const [start, end] of spans(url, /(?:Signature|Policy|Expires)=([^&]*)/g)) {
          for (let at = start; at < end; at++) {
            const changed = url.slice(0, at) + (url[at] === "A" ? "B" : "A") + url.slice(at + 1);
            expect(`${at} ${verdict(ask(changed, { trusted }))}`).not.toBe(`${at} allowed`);
          }
        }
      }
    });

    test("rejects every change of one character of a cookie", () => {
      const cookies = toCookieHeader(
        valueIn(signCookies(signer, { resource: `${HOST}/*`, ...CONDITIONS }, NOW)),
      );
      expect(verdict(ask(URL_WITH_QUERY, { trusted, cookies }))).toBe("allowed");
      for (const [start, end] of spans(cookies, /=([^;]*)/g)) {
        for (let at = start; at < end; at += 7) {
          const changed = cookies.slice(0, at) + (cookies[at] === "A" ? "B" : "A") + cookies.slice(at + 1);
          expect(`${at} ${verdict(ask(URL_WITH_QUERY, { trusted, cookies: changed }))}`).not.toBe(
            `${at} allowed`,
          );
        }
      }
    });
  },
);

test("a canned signature can be presented as a custom policy, but opens no more than its URL", () => {
  const signer = signerOf("rsa");
  const url = `${HOST}/a*b?c=?`;
  const canned = valueIn(signUrl(signer, { url, expiresAt: EXPIRES_AT }, NOW));
  const wire = canned.slice(0, canned.indexOf("&Expires"));
  const policy = `{"Statement":[{"Resource":"${wire}","Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRES_AT}}}}]}`;
  const encoded = Buffer.from(policy)
    .toString("base64")
    .replace(/[+=/]/g, (c) => ({ "+": "-", "=": "_", "/": "~" })[c] ?? "");
  const asCustom = (target: string) =>
    ask(
      `${target}&${canned.slice(canned.indexOf("Signature")).replace("Signature", `Policy=${encoded}&Signature`)}`,
    );
  expect(verdict(asCustom(wire))).toBe("allowed");
  expect(verdict(asCustom(`${HOST}/aXb?c=1`))).toBe("AccessDenied/resource-mismatch");
  expect(verdict(asCustom(wire.replace("%3F", "1")))).toBe("AccessDenied/resource-mismatch");
});

/** Where the first group of each match begins and ends. */
function spans(text: string, pattern: RegExp): [number, number][] {
  return [...text.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length;
    return [end - (match[1] ?? "").length, end];
  });
}
