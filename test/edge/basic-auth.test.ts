// The built basic-auth, in both runtimes: browsers' credentials, attacks, arbitrary headers.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { type Asked, asFunction, asLambda, eventFile, functionRequest, lambdaRequest } from "./asking";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const credentials = ["alice:correct horse", "böb:pässwort", "carol:with:colon", ":"];
const written = {
  handler: "basic-auth",
  event: "viewer-request",
  realm: "Preview of 2026",
  credentialSha256: credentials.map(sha256),
};
const basic = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

const lambda = asLambda(written);
afterAll(() => lambda.stop());
const kinds = [
  ["lambda", lambda, lambdaRequest],
  ["function", asFunction(written), functionRequest],
] as const;

describe.each(kinds)("as a %s", (kind, asking, request) => {
  const withValue = (value: string | readonly string[]) => asking.ask(request({ authorization: value }));

  function refused({ passed, findings, result }: Asked): void {
    expect({ passed, findings }).toEqual({ passed: false, findings: [] });
    const challenge = 'Basic realm="Preview of 2026", charset="UTF-8"';
    const { headers } = result;
    expect(kind === "lambda" ? result.status : String(result.statusCode)).toBe("401");
    expect(kind === "lambda" ? headers["www-authenticate"][0].value : headers["www-authenticate"].value).toBe(
      challenge,
    );
  }

  test.each(credentials)("lets through %s", async (text) => {
    expect(await withValue(basic(text))).toMatchObject({ passed: true, findings: [] });
  });

  test("lets the scheme be in any case", async () => {
    expect((await withValue(basic(credentials[0]!).replace("Basic", "bASIC "))).passed).toBe(true);
  });

  test.each([
    ["event file: right", `${kind}-right`, true],
    ["event file: wrong password", `${kind}-wrong-password`, false],
    ["event file: first visit", `${kind}-first-visit`, false],
  ])("%s", async (_, name, passes) => {
    const answer = await asking.ask(eventFile("basic-auth", name));
    if (passes) expect(answer).toMatchObject({ passed: true, findings: [] });
    else refused(answer);
  });

  test.each<[string, string | readonly string[]]>([
    ["an empty value", ""],
    ["the scheme alone", "Basic "],
    ["a wrong password", basic("alice:correct hors")],
    ["another user's password", basic("alice:pässwort")],
    ["the password without a user", basic("correct horse")],
    ["another scheme", basic(credentials[0]!).replace("Basic", "Bearer")],
    ["text that is not base64", "Basic alice:correct horse"],
    ["base64 without its padding", basic(credentials[0]!).replace(/=+$/, "")],
    ["bits after the end", basic(":").replace("Og==", "Oh==")],
    ["base64url", basic("böb:pässwort").replace(/[+/]/g, "_").replace("Basic ", "Basic _")],
    ["Latin-1 for UTF-8", `Basic ${Buffer.from("böb:pässwort", "latin1").toString("base64")}`],
    ["another normal form of the letters", basic("böb:pässwort".normalize("NFD"))],
    ["the digest", basic(sha256(credentials[0]!))],
    ["a NUL at the end", basic(`${credentials[0]}\0`)],
    ["a line break after it", `${basic(credentials[0]!)}\n`],
    ["ten kilobytes", basic("a".repeat(10_240))],
    ["two headers, the right one first", [basic(credentials[0]!), "x"]],
    ["two headers, the right one last", ["x", basic(credentials[0]!)]],
  ])("rejects %s", async (_, value) => refused(await withValue(value)));

  test("rejects a request without the header", async () => refused(await asking.ask(request({}))));

  test("nothing but valid credentials gets through", async () => {
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...credentials));
    const value = fc.oneof(
      text.map(basic),
      fc.string().map((one) => `Basic ${one}`),
    );
    await fc.assert(
      fc.asyncProperty(value, async (one) => {
        const answer = await withValue(one);
        if (credentials.map(basic).includes(one)) expect(answer.passed).toBe(true);
        else refused(answer);
      }),
      { numRuns: 400 },
    );
  });
});
