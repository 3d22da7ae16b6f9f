// The built redirects, in both runtimes: where rules lead, and that no request chooses another site.
import fc from "fast-check";
import { asFunction, asLambda, eventFile, functionRequest, lambdaRequest } from "./asking";

const written = {
  handler: "redirects",
  event: "viewer-request",
  rules: [
    { host: "www.example.com", to: "https://example.com/*" },
    { path: "/old/*", to: "/new/*", status: 301 },
    { path: "/all/*", to: "/*", status: 302 },
    { path: "/search", to: "/find?from=search", status: 307 },
  ],
};
const lambda = asLambda(written);
afterAll(() => lambda.stop());
const asFunctions = asFunction(written);

type Reply = { status: number; location: string } | "passed";

const kinds = {
  lambda: async (host: string, uri: string, query = ""): Promise<Reply> => {
    const { passed, result, findings } = await lambda.ask(
      lambdaRequest({ host }, { uri, querystring: query }),
    );
    expect(findings).toEqual([]);
    return passed
      ? "passed"
      : { status: Number(result.status), location: result.headers?.location?.[0].value };
  },
  function: async (host: string, uri: string, query = ""): Promise<Reply> => {
    const pairs = query === "" ? [] : query.split("&").map((pair) => pair.split("="));
    const querystring = Object.fromEntries(pairs.map(([name, value = ""]) => [name, { value }]));
    const { passed, result, findings } = await asFunctions.ask(
      functionRequest({ host }, { uri, querystring }),
    );
    expect(findings).toEqual([]);
    return passed ? "passed" : { status: result.statusCode, location: result.headers?.location?.value };
  },
};

describe.each(Object.entries(kinds))("as a %s", (kind, ask) => {
  test.each<[string, string, string, Reply]>([
    ["www.example.com", "/a/b", "", { status: 308, location: "https://example.com/a/b" }],
    ["WWW.example.com", "/", "x=1", { status: 308, location: "https://example.com/?x=1" }],
    ["example.com", "/old/a", "", { status: 301, location: "/new/a" }],
    ["example.com", "/old/", "q=%20", { status: 301, location: "/new/?q=%20" }],
    ["example.com", "/search", "q=1&r=2", { status: 307, location: "/find?from=search&q=1&r=2" }],
    ["example.com", "/oldest", "", "passed"],
    ["example.com", "/search/", "", "passed"],
    ["evil.example", "/", "", "passed"],
  ])("%s%s?%s", async (host, uri, query, wanted) => {
    expect(await ask(host, uri, query)).toEqual(wanted);
  });

  test.each<[string, string]>([
    ["two slashes", "/all//evil.example/"],
    ["a backslash", "/all/\\evil.example"],
    ["a tab between slashes", "/all/\t/evil.example"],
    ["slashes and backslashes", "/all//\\/\\evil.example"],
    ["a line break", "/all/a\r\nSet-Cookie: x=1"],
    ["a scheme", "/all/https://evil.example"],
    ["user information", "/all/@evil.example"],
    ["a letter beyond ASCII", "/all/ｅvil.example／"],
  ])("no request leads to another site or into the headers: %s", async (_, uri) => {
    const reply = await ask("example.com", uri);
    const { location } = reply as { location: string };
    expect(location).toMatch(/^\/[\x21-\x7e]*$/);
    expect(new URL(location, "https://example.com").origin).toBe("https://example.com");
  });

  test("a path that no URL can hold is refused", async () => {
    expect(await ask("example.com", "/all/\ud800")).toEqual({ status: 400, location: undefined });
  });

  test("a request without a host is refused", async () => {
    const event =
      kind === "lambda" ? lambdaRequest({}, { headers: {} }) : functionRequest({}, { headers: {} });
    const { result } = await (kind === "lambda" ? lambda : asFunctions).ask(event);
    expect(String(result.status ?? result.statusCode)).toBe("400");
  });

  test("no path and no query string leads to another site", async () => {
    const text = fc.string({ unit: fc.constantFrom(..."/\\@:?#.%0a evil\t\r\n", "é", "\u2028") });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("/all/", "/old/"), text, async (prefix, rest) => {
        const reply = await ask("example.com", prefix + rest);
        if (reply === "passed" || reply.status === 400) return;
        expect(reply.location).toMatch(/^\/[\x21-\x7e]*$/);
        expect(new URL(reply.location, "https://example.com").origin).toBe("https://example.com");
      }),
      { numRuns: 300 },
    );
  });

  test("the event file", async () => {
    const asking = kind === "lambda" ? lambda : asFunctions;
    const { result } = await asking.ask(eventFile("redirects", `${kind}-www`));
    expect(JSON.stringify(result)).toContain("https://example.com/a?b=c");
  });
});
