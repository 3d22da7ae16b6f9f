// The built spa-fallback on both request events.
import { asFunction, asLambda, eventFile, functionRequest } from "./asking";

const written = (event: string) => ({ handler: "spa-fallback", event, startPage: "/app/start.html" });
const onOrigin = asLambda(written("origin-request"));
afterAll(() => onOrigin.stop());
const asCode = asFunction(written("viewer-request"));

const kinds: [string, (uri: string) => Promise<string>][] = [
  [
    "a Lambda function on the origin request",
    async (uri) => {
      const event = eventFile("spa-fallback", "lambda-page");
      event.Records[0].cf.request.uri = uri;
      const { result, findings } = await onOrigin.ask(event);
      expect(findings).toEqual([]);
      return result.uri;
    },
  ],
  [
    "a CloudFront Function",
    async (uri) => {
      const { result, findings } = await asCode.ask(functionRequest({}, { uri }));
      expect(findings).toEqual([]);
      return result.uri;
    },
  ],
];

describe.each(kinds)("as %s", (_, pathOf) => {
  test.each(["/", "/about", "/users/7/", "/a.b/c"])("%s is a page of the app", async (uri) => {
    expect(await pathOf(uri)).toBe("/app/start.html");
  });

  test.each(["/app.js", "/.well-known/apple-app-site-association", "/.env"])("%s is a file", async (uri) => {
    expect(await pathOf(uri)).toBe(uri);
  });
});

test("the event file of a CloudFront Function", async () => {
  expect((await asCode.ask(eventFile("spa-fallback", "function-page"))).result.uri).toBe("/app/start.html");
});
