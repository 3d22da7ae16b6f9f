// The built security-headers on both response events: by path, by content type, with and without the origin's own.
import { asFunction, asLambda, eventFile } from "./asking";
import type { Json } from "./running-handler";

const headers = [
  { name: "Content-Security-Policy", value: "default-src 'self'", contentTypes: ["text/html"] },
  { name: "X-Frame-Options", value: "DENY", path: "/admin/*" },
  { name: "Referrer-Policy", value: "no-referrer", override: false },
  { name: "Server", value: "" },
];
const written = (event: string) => ({ handler: "security-headers", event, headers });
const onOrigin = asLambda(written("origin-response"));
const onViewer = asLambda({ ...written("viewer-response"), runtime: "nodejs22.x" });
const asCode = asFunction(written("viewer-response"));
afterAll(async () => {
  await onOrigin.stop();
  await onViewer.stop();
});

const lambdaEvent = (name: string, uri: string, own: Record<string, string>): Json => {
  const event = eventFile("security-headers", name);
  const { request, response } = event.Records[0].cf;
  request.uri = uri;
  response.headers = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, [{ key, value }]]));
  return event;
};
const functionEvent = (uri: string, own: Record<string, string>): Json => {
  const event = eventFile("security-headers", "function-page");
  event.request.uri = uri;
  event.response.headers = Object.fromEntries(Object.entries(own).map(([key, value]) => [key, { value }]));
  return event;
};

const kinds: [string, (uri: string, own: Record<string, string>) => Promise<Record<string, string>>][] = [
  [
    "a Lambda function on the origin response",
    (uri, own) => flat(onOrigin.ask(lambdaEvent("lambda-origin-page", uri, own))),
  ],
  [
    "a Lambda function on the viewer response",
    (uri, own) => flat(onViewer.ask(lambdaEvent("lambda-viewer-page", uri, own))),
  ],
  ["a CloudFront Function", (uri, own) => flat(asCode.ask(functionEvent(uri, own)))],
];

async function flat(asked: Promise<Json>): Promise<Record<string, string>> {
  const { result, findings } = await asked;
  expect(findings).toEqual([]);
  return Object.fromEntries(
    Object.entries<Json>(result.headers).map(([name, one]) => [
      name,
      (Array.isArray(one) ? one[0] : one).value,
    ]),
  );
}

describe.each(kinds)("as %s", (_, headersOf) => {
  test("a page gets a policy, with parameters in its type too", async () => {
    expect(await headersOf("/", { "content-type": "Text/HTML; charset=utf-8", server: "nginx" })).toEqual({
      "content-type": "Text/HTML; charset=utf-8",
      "content-security-policy": "default-src 'self'",
      "referrer-policy": "no-referrer",
    });
  });

  test("an image gets none, and what the origin said stays", async () => {
    const own = { "content-type": "image/png", "referrer-policy": "origin" };
    expect(await headersOf("/a.png", own)).toEqual(own);
  });

  test("a path decides, by its beginning", async () => {
    expect(await headersOf("/admin/x", {})).toHaveProperty("x-frame-options", "DENY");
    expect(await headersOf("/administration", {})).not.toHaveProperty("x-frame-options");
  });
});

test("rejects an event that it cannot read: CloudFront answers with 503 rather than without the headers", async () => {
  await expect(onOrigin.ask({ Records: [] })).rejects.toThrow("503");
  await expect(asCode.ask({})).rejects.toThrow();
});
