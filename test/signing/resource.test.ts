// Resource matching of custom policies: the guide's own examples, its exceptions, both readings of a raw ?.
import { type CustomPolicyInput, customPolicy, matchResource } from "../../signing";
import { EXPIRES_AT, NOW, problemOf, valueIn } from "./fixtures";

const SITE = "https://www.example.com";
const D = "https://d111111abcdef8.cloudfront.net";

describe("resource matching", () => {
  test.each([
    ["the guide: * stays in the path", `${SITE}/hello*world`, `${SITE}/helloworld`, true],
    ["the guide: * takes any characters", `${SITE}/hello*world`, `${SITE}/hello-world`, true],
    ["the guide: not another domain", `${SITE}/hello*world`, "https://www.example.net/hello?world", false],
    ["* does not reach from the path into the query", `${SITE}/hello*world`, `${SITE}/hello?x=world`, false],
    ["* in the path takes slashes", `${SITE}/a*z`, `${SITE}/a/b/c/z`, true],
    ["the guide: game_download 1", `${D}/*game_download.zip*`, `${D}/game_download.zip`, true],
    [
      "the guide: game_download 2",
      `${D}/*game_download.zip*`,
      `${D}/example_game_download.zip?license=yes`,
      true,
    ],
    [
      "the guide: game_download 3",
      `${D}/*game_download.zip*`,
      `${D}/test_game_download.zip?license=temp`,
      true,
    ],
    ["exception 1: a trailing * in the path takes a query", `${SITE}/hello*`, `${SITE}/hello?x=1`, true],
    ["exception 1: and no query", `${SITE}/hello*`, `${SITE}/hello`, true],
    ["exception 1: equal to hello*\\?*", `${SITE}/hello*\\?*`, `${SITE}/hello-you?x=1`, true],
    ["exception 1: equal to hello*\\?* without query", `${SITE}/hello*\\?*`, `${SITE}/hello`, true],
    ["exception 1: equal to hello*?* without query", `${SITE}/hello*?*`, `${SITE}/hello`, true],
    ["a path without trailing * takes no query", `${SITE}/hello`, `${SITE}/hello?x=1`, false],
    ["an explicit query after a trailing * counts", `${SITE}/hello*?size=1`, `${SITE}/hello?size=2`, false],
    [
      "exception 2: a trailing * in the domain takes every path",
      "http://example.com*",
      "http://example.com/a/b?x=1",
      true,
    ],
    ["exception 2: and every longer domain", "http://example.com*", "http://example.com.evil.net/", true],
    ["exception 2: but not another scheme", "http://example.com*", "https://example.com/", false],
    ["exception 2: an explicit path counts", "http://example.com*/a", "http://example.com/b", false],
    ["exception 3: the protocol may be left out before *", "*example.com", "https://www.example.com/", true],
    ["exception 3: then it is any protocol", "*example.com", "http://example.com/", true],
    ["exception 3: and the path is / alone", "*example.com", "https://www.example.com/a", false],
    ["exception 3: with a path", "*example.com/a*", "https://www.example.com/ab", true],
    ["exception 4: * alone takes everything", "*", "https://any.example/a?b=c", true],
    ["exception 5: *:// takes http", "*://www.example.com/a", "http://www.example.com/a", true],
    ["exception 5: *:// takes https", "*://www.example.com/a", "https://www.example.com/a", true],
    ["exception 5: https does not take http", `${SITE}/a`, "http://www.example.com/a", false],
    [
      "exception 5: another protocol is no pattern",
      "ftp://www.example.com/a",
      "ftp://www.example.com/a",
      false,
    ],
    ["exception 5: a pattern without protocol is none", "www.example.com/a", `${SITE}/a`, false],
    [
      "* in the domain stays in the domain",
      "https://*.example.com/a",
      "https://evil.net/x.example.com/a",
      false,
    ],
    ["* in the domain takes dots", "https://*.example.com/a", "https://a.b.example.com/a", true],
    ["the domain's case does not count", "https://WWW.example.com/a", `${SITE}/a`, true],
    ["the path's case counts", `${SITE}/A`, `${SITE}/a`, false],
    ["the port counts", `${SITE}:8443/a`, `${SITE}/a`, false],
    ["escapes are compared as bytes", `${SITE}/a%20b`, `${SITE}/a b`, false],
    ["? in the domain takes one character", "https://ww?.example.com/a", `${SITE}/a`, true],
    ["\\? begins the query", `${SITE}/a\\?x=1`, `${SITE}/a?x=1`, true],
    ["\\? is no wildcard", `${SITE}/a\\?x`, `${SITE}/abx`, false],
    ["* in the query", `${SITE}/a?x=*&y=2`, `${SITE}/a?x=1&y=2`, true],
    ["? in the query takes one character", `${SITE}/a?x=?`, `${SITE}/a?x=7`, true],
    ["the order of the query counts", `${SITE}/a?x=1&y=2`, `${SITE}/a?y=2&x=1`, false],
    ["a pattern that needs more than there is", `${SITE}/a?b`, `${SITE}/a`, false],
    ["a raw ? is the query alone when the request has one", `${SITE}/a?b*`, `${SITE}/aXb?c`, false],
    ["several stars with backtracking", `${SITE}/*a*a*b`, `${SITE}/aaab-aab`, true],
  ])("%s: %s and %s", (_what, resource, url, matches) => {
    expect(matchResource(resource, url).matches).toBe(matches);
  });

  test("decides quickly on patterns that would stall a backtracking matcher", () => {
    const start = process.hrtime.bigint();
    expect(matchResource(`${SITE}/${"*a".repeat(200)}b`, `${SITE}/${"a".repeat(4000)}`).matches).toBe(false);
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(500);
  });

  test("says how a raw ? was read, as the query where both readings match", () => {
    const readingOf = (resource: string, url: string) => matchResource(resource, url).rawQuestionMark;
    expect(readingOf(`${SITE}/a*?*`, `${SITE}/abc`)).toBe("query");
    expect(readingOf(`${SITE}/a?c`, `${SITE}/abc`)).toBe("one-character");
    expect(readingOf(`${SITE}/a\\?c`, `${SITE}/a?c`)).toBe("none");
  });

  test("explains the pattern in its four sections", () => {
    expect(matchResource(`${SITE}/hello*`, `${SITE}/no`).explanation).toBe(
      "protocol https, domain www.example.com, path /hello*, query *",
    );
  });
});

describe("resources of a signer", () => {
  const policyFor = (resource: string, change: Partial<CustomPolicyInput> = {}) =>
    customPolicy({ resource, expiresAt: EXPIRES_AT, ...change }, NOW);
  const resourceIn = (resource: string) => JSON.parse(valueIn(policyFor(resource))).Statement[0].Resource;

  test.each([
    ["writes ? for \\?, as the newer guide asks", `${SITE}/a\\?x=*`, `${SITE}/a?x=*`],
    ["keeps wildcards and encodes the rest", `${SITE}/é b/*'?`, `${SITE}/%C3%A9%20b/*'?`],
    ["writes the host in lower case", "https://WWW.Example.com/A*", `${SITE}/A*`],
    ["drops the scheme's own port", `${SITE}:443/*`, `${SITE}/*`],
    ["keeps another port", `${SITE}:8443/*`, `${SITE}:8443/*`],
    ["takes * alone", "*", "*"],
    ["takes *:// and a pattern without protocol", "*://*.example.com/*", "*://*.example.com/*"],
    ["takes a pattern that begins with * in the domain", "*example.com/a", "*example.com/a"],
  ])("%s", (_what, resource, expected) => {
    expect(resourceIn(resource)).toBe(expected);
  });

  test.each(["www.example.com/*", "http*://www.example.com/*", "https://", "", "ftp://www.example.com/*"])(
    "rejects the resource %j",
    (resource) => {
      expect(problemOf(policyFor(resource)).code).toBe("signing-policy/malformed-resource");
    },
  );

  test("writes the bytes without spaces, in the guide's order of conditions", () => {
    const policy = valueIn(policyFor(`${SITE}/*`, { startsAt: NOW, ipAddress: "192.0.2.10" }));
    expect(policy).toBe(
      `{"Statement":[{"Resource":"${SITE}/*","Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRES_AT}},` +
        `"DateGreaterThan":{"AWS:EpochTime":${NOW}},"IpAddress":{"AWS:SourceIp":"192.0.2.10/32"}}}]}`,
    );
  });
});
