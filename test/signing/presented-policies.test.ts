// Custom policies as requests bring them: the resource that they open, and the texts that are malformed.
import { type Denied, type SignUrlInput, signUrl } from "../../signing";
import { ask, EXPIRES_AT, HOST, NOW, presentPolicy, RSA, valueIn, verdict } from "./fixtures";

const PHOTO = `${HOST}/images/photo.jpg`;
const signed = (input: Partial<SignUrlInput> = {}) =>
  valueIn(signUrl(RSA, { url: PHOTO, expiresAt: EXPIRES_AT, ...input }, NOW - 86_400));
const reason = (url: string, asked = {}) => (ask(url, asked) as Denied).reason;

describe("resources", () => {
  test("a custom policy for a pattern opens every URL that matches, and no other", () => {
    const url = signed({ url: `${HOST}/media/a.mp4`, resource: `${HOST}/media/*` });
    expect(verdict(ask(url.replace("a.mp4", "b.mp4")))).toBe("allowed");
    expect(verdict(ask(url.replace("media/", "other/")))).toBe("AccessDenied/resource-mismatch");
  });

  test("the reason names the resource, how it was read, and the URL asked for", () => {
    const url = signed({ url: `${HOST}/media/a.mp4`, resource: `${HOST}/media/*` }).replace(
      "media/",
      "other/",
    );
    expect(reason(url)).toBe(
      `The policy is for ${HOST}/media/* (protocol https, domain d111111abcdef8.cloudfront.net, path /media/*, query *); ` +
        `the request was for ${HOST}/other/a.mp4.`,
    );
  });

  test("a policy without Resource opens everything, as the guide warns", () => {
    const policy = `{"Statement":[{"Condition":{"DateLessThan":{"AWS:EpochTime":${EXPIRES_AT}}}}]}`;
    expect(verdict(ask(presentPolicy(policy, "https://any.example/x?y=1")))).toBe("allowed");
  });
});

describe("policies that a request brings", () => {
  const time = (value: unknown) => ({ "AWS:EpochTime": value });
  const statement = (condition: object, resource: unknown = "*") => ({
    Resource: resource,
    Condition: condition,
  });
  const end = { DateLessThan: time(EXPIRES_AT) };
  test.each([
    ["two statements", { Statement: [statement(end), statement(end)] }, "exactly one statement"],
    ["no statement", { Statement: [] }, "exactly one statement"],
    ["a statement that is not in a list", { Statement: statement(end) }, "Statement"],
    ["a list", [], "JSON object"],
    ["a statement that is a text", { Statement: ["x"] }, "exactly one statement"],
    [
      "a second key beside the epoch time",
      { Statement: [statement({ DateLessThan: { ...time(EXPIRES_AT), x: 1 } })] },
      "DateLessThan",
    ],
    ["no DateLessThan", { Statement: [statement({ DateGreaterThan: time(1) })] }, "DateLessThan"],
    [
      "an expiry in quotes",
      { Statement: [statement({ DateLessThan: time(String(EXPIRES_AT)) })] },
      "DateLessThan",
    ],
    [
      "a start in quotes",
      { Statement: [statement({ ...end, DateGreaterThan: time("1") })] },
      "DateGreaterThan",
    ],
    ["no Condition", { Statement: [{ Resource: "*" }] }, "Condition"],
    ["a list of resources", { Statement: [statement(end, ["*"])] }, "Resource"],
    [
      "a list of addresses",
      { Statement: [statement({ ...end, IpAddress: { "AWS:SourceIp": ["192.0.2.1"] } })] },
      "IpAddress",
    ],
    [
      "an IPv6 address",
      { Statement: [statement({ ...end, IpAddress: { "AWS:SourceIp": "2001:db8::1" } })] },
      "IpAddress",
    ],
    [
      "an abbreviated key",
      { Statement: [statement({ DateLessThan: { EpochTime: EXPIRES_AT } })] },
      "DateLessThan",
    ],
  ])("rejects %s as MalformedPolicy", (_what, policy, mention) => {
    const url = presentPolicy(JSON.stringify(policy), PHOTO);
    expect(verdict(ask(url))).toBe("MalformedPolicy/malformed-policy");
    expect(reason(url)).toContain(mention);
  });

  test("accepts spaces, any order of conditions, and host bits in a range", () => {
    const policy = JSON.stringify(
      {
        Statement: [
          {
            Condition: { IpAddress: { "AWS:SourceIp": "192.0.2.77/24" }, DateGreaterThan: time(1), ...end },
            Resource: "*",
          },
        ],
      },
      null,
      2,
    );
    expect(verdict(ask(presentPolicy(policy, PHOTO)))).toBe("allowed");
  });
});
