// CloudFront's rules for results, one row each: what is taken, and what would be a 502.
import type { EdgeEvent } from "../../config/project";
import type { Json } from "../../functions/finding";
import { functionFindings } from "../../functions/judge-function";
import { lambdaFindings } from "../../functions/judge-lambda";
import { sampleEvent } from "../../functions/sample-events";

type Change = (subject: Json) => unknown;

/** @returns the places of the findings about a result made of the sample event by `change` */
function places(kind: "lambda" | "function", event: EdgeEvent, change: Change): string[] {
  const runtime = kind === "lambda" ? "nodejs22.x" : "cloudfront-js-2.0";
  const before = sampleEvent({ event, runtime } as never) as Json;
  const content = structuredClone(kind === "lambda" ? before.Records[0].cf : before);
  const subject = event.endsWith("response") ? content.response : content.request;
  const given = change(subject);
  // What Object.assign gives back is a part of the subject; an answer of its own has a status.
  const isAnswer = event.endsWith("request") && /"status(Code)?"/.test(JSON.stringify(given ?? ""));
  const result = given === null || isAnswer ? given : subject;
  const judge = kind === "lambda" ? lambdaFindings : functionFindings;
  return judge(event, before, result).map(({ at }) => at);
}

const header = (value: string) => [{ value }];
const custom =
  (change: object): Change =>
  (request) =>
    Object.assign(request.origin.custom, change);

test.each<[string, EdgeEvent, Change]>([
  ["an unchanged request", "viewer-request", () => {}],
  [
    "another path and query string",
    "viewer-request",
    (r) => Object.assign(r, { uri: "/a%20b", querystring: "a=b" }),
  ],
  ["a new header", "viewer-request", (r) => Object.assign(r.headers, { "x-a": header("1") })],
  ["a header less", "viewer-request", (r) => delete r.headers.accept],
  [
    "the Host on an origin request",
    "origin-request",
    (r) => Object.assign(r.headers, { host: header("a.example") }),
  ],
  ["another origin", "origin-request", custom({ domainName: "b.example", path: "/v2", port: 8443 })],
  [
    "an S3 origin",
    "origin-request",
    (r) =>
      Object.assign(r, {
        origin: {
          s3: {
            authMethod: "none",
            domainName: "a.s3.amazonaws.com",
            path: "",
            region: "",
            customHeaders: {},
          },
        },
      }),
  ],
  [
    "a body in place of the viewer's",
    "origin-request",
    (r) => Object.assign(r, { body: { action: "replace", encoding: "text", data: "a" } }),
  ],
  ["an answer with nothing but a status", "viewer-request", () => ({ status: "204" })],
  [
    "an answer of 40 KB less its headers",
    "viewer-request",
    () => ({ status: "200", body: "a".repeat(40_000) }),
  ],
  ["another status of an origin response", "origin-response", (r) => Object.assign(r, { status: "404" })],
  [
    "a body of an origin response",
    "origin-response",
    (r) => Object.assign(r, { body: "a", bodyEncoding: "text" }),
  ],
  [
    "a new header of a viewer response",
    "viewer-response",
    (r) => Object.assign(r.headers, { "x-a": header("1") }),
  ],
])("Lambda@Edge may give %s", (_, event, change) => {
  expect(places("lambda", event, change)).toEqual([]);
});

test.each<[string, EdgeEvent, Change, string]>([
  ["nothing", "viewer-request", () => null, ""],
  [
    "another Host on a viewer request",
    "viewer-request",
    (r) => Object.assign(r.headers, { host: header("x") }),
    "headers.host",
  ],
  ["a request without its Host", "viewer-request", (r) => delete r.headers.host, "headers.host"],
  ["another Via", "origin-request", (r) => Object.assign(r.headers, { via: header("x") }), "headers.via"],
  [
    "conditional headers on an origin request",
    "origin-request",
    (r) => Object.assign(r.headers, { "if-none-match": header("x") }),
    "headers.if-none-match",
  ],
  [
    "X-Edge-*",
    "viewer-request",
    (r) => Object.assign(r.headers, { "x-edge-a": header("x") }),
    "headers.x-edge-a",
  ],
  [
    "X-Cache on a response",
    "viewer-response",
    (r) => Object.assign(r.headers, { "x-cache": header("x") }),
    "headers.x-cache",
  ],
  [
    "Proxy-Authorization",
    "viewer-request",
    (r) => Object.assign(r.headers, { "proxy-authorization": header("x") }),
    "headers.proxy-authorization",
  ],
  [
    "CloudFront-Viewer-Country on a viewer request",
    "viewer-request",
    (r) => Object.assign(r.headers, { "cloudfront-viewer-country": header("KR") }),
    "headers.cloudfront-viewer-country",
  ],
  [
    "Content-Encoding on a viewer response",
    "viewer-response",
    (r) => Object.assign(r.headers, { "content-encoding": header("br") }),
    "headers.content-encoding",
  ],
  ["another method", "viewer-request", (r) => Object.assign(r, { method: "POST" }), "method"],
  ["another address", "viewer-request", (r) => Object.assign(r, { clientIp: "1.1.1.1" }), "clientIp"],
  ["a path without a slash", "viewer-request", (r) => Object.assign(r, { uri: "a" }), "uri"],
  ["a path of a whole URL", "viewer-request", (r) => Object.assign(r, { uri: "https://a.example/" }), "uri"],
  [
    "a path of 8,192 characters",
    "viewer-request",
    (r) => Object.assign(r, { uri: `/${"a".repeat(8191)}` }),
    "uri",
  ],
  [
    "a query string with a space",
    "viewer-request",
    (r) => Object.assign(r, { querystring: "a b" }),
    "querystring",
  ],
  [
    "a query string with a #",
    "viewer-request",
    (r) => Object.assign(r, { querystring: "a#b" }),
    "querystring",
  ],
  ["a field that CloudFront does not know", "viewer-request", (r) => Object.assign(r, { url: "/" }), "url"],
  ["an origin on a viewer request", "viewer-request", (r) => Object.assign(r, { origin: {} }), "origin"],
  ["two origins", "origin-request", (r) => Object.assign(r.origin, { s3: {} }), "origin"],
  ["an address as origin", "origin-request", custom({ domainName: "192.0.2.1" }), "origin.custom.domainName"],
  [
    "a port with the name of an origin",
    "origin-request",
    custom({ domainName: "a.example:8080" }),
    "origin.custom.domainName",
  ],
  ["a low port", "origin-request", custom({ port: 22 }), "origin.custom.port"],
  [
    "a path of an origin that ends with a slash",
    "origin-request",
    custom({ path: "/v1/" }),
    "origin.custom.path",
  ],
  [
    "a read timeout of three minutes",
    "origin-request",
    custom({ readTimeout: 180, responseCompletionTimeout: 180 }),
    "origin.custom.readTimeout",
  ],
  [
    "TLS 1.3 to an origin",
    "origin-request",
    custom({ sslProtocols: ["TLSv1.3"] }),
    "origin.custom.sslProtocols",
  ],
  [
    "a custom header that the request has",
    "origin-request",
    custom({ customHeaders: { host: header("x") } }),
    "origin.custom.customHeaders",
  ],
  [
    "a header that is no list",
    "viewer-request",
    (r) => Object.assign(r.headers, { "x-a": "1" }),
    "headers.x-a",
  ],
  [
    "a header with a number",
    "viewer-request",
    (r) => Object.assign(r.headers, { "x-a": [{ value: 1 }] }),
    "headers.x-a",
  ],
  [
    "a header with capitals",
    "viewer-request",
    (r) => Object.assign(r.headers, { "X-A": header("1") }),
    "headers.X-A",
  ],
  [
    "a key of another header",
    "viewer-request",
    (r) => Object.assign(r.headers, { "x-a": [{ key: "X-B", value: "1" }] }),
    "headers.x-a",
  ],
  [
    "a line break in a header",
    "viewer-request",
    (r) => Object.assign(r.headers, { "x-a": header("1\r\nx: 2") }),
    "headers.x-a",
  ],
  ["a status that is no number", "viewer-request", () => ({ status: "OK" }), "status"],
  ["a status of 199", "viewer-request", () => ({ status: "199" }), "status"],
  ["a status of 600", "origin-response", (r) => Object.assign(r, { status: "600" }), "status"],
  [
    "another status of a viewer response",
    "viewer-response",
    (r) => Object.assign(r, { status: "404" }),
    "status",
  ],
  ["a body with 204", "viewer-request", () => ({ status: "204", body: "a" }), "body"],
  [
    "a body that is no base64",
    "viewer-request",
    () => ({ status: "200", bodyEncoding: "base64", body: "%" }),
    "body",
  ],
  [
    "a body over 40 KB on a viewer event",
    "viewer-request",
    () => ({ status: "200", body: "a".repeat(41_000) }),
    "body",
  ],
  [
    "a body over 1 MB on an origin event",
    "origin-request",
    () => ({ status: "200", body: "a".repeat(1_100_000) }),
    "body",
  ],
  [
    "a request body over 40 KB",
    "viewer-request",
    (r) => Object.assign(r, { body: { action: "replace", encoding: "text", data: "a".repeat(41_000) } }),
    "body.data",
  ],
])("rejects %s from Lambda@Edge", (_, event, change, at) => {
  expect(places("lambda", event, change)).toEqual([at]);
});

test.each<[string, EdgeEvent, Change]>([
  ["an unchanged request", "viewer-request", () => {}],
  ["a query string as text", "viewer-request", (r) => Object.assign(r, { querystring: "a=b" })],
  ["a cookie", "viewer-request", (r) => Object.assign(r.cookies, { a: { value: "1" } })],
  ["an answer", "viewer-request", () => ({ statusCode: 302, headers: { location: { value: "/" } } })],
  ["another status of a viewer response", "viewer-response", (r) => Object.assign(r, { statusCode: 404 })],
  ["a body as text", "viewer-response", (r) => Object.assign(r, { body: "a" })],
  [
    "Content-Encoding on a viewer response",
    "viewer-response",
    (r) => Object.assign(r.headers, { "content-encoding": { value: "br" } }),
  ],
])("a CloudFront Function may give %s", (_, event, change) => {
  expect(places("function", event, change)).toEqual([]);
});

test.each<[string, EdgeEvent, Change, string]>([
  ["nothing", "viewer-request", () => null, ""],
  [
    "another Host",
    "viewer-request",
    (r) => Object.assign(r.headers, { host: { value: "x" } }),
    "headers.host",
  ],
  ["another method", "viewer-request", (r) => Object.assign(r, { method: "POST" }), "method"],
  ["a status as text", "viewer-request", () => ({ statusCode: "302" }), "statusCode"],
  [
    "a header in the form of Lambda",
    "viewer-response",
    (r) => Object.assign(r.headers, { "x-a": header("1") }),
    "headers.x-a",
  ],
  [
    "a cookie as a header",
    "viewer-response",
    (r) => Object.assign(r.headers, { "set-cookie": { value: "a=b" } }),
    "headers.set-cookie",
  ],
  [
    "X-Amz-Cf-*",
    "viewer-response",
    (r) => Object.assign(r.headers, { "x-amz-cf-id": { value: "1" } }),
    "headers.x-amz-cf-id",
  ],
  ["a body of another kind", "viewer-response", (r) => Object.assign(r, { body: { data: 1 } }), "body"],
  [
    "a body that is no base64",
    "viewer-response",
    (r) => Object.assign(r, { body: { encoding: "base64", data: "%" } }),
    "body.data",
  ],
])("rejects %s from a CloudFront Function", (_, event, change, at) => {
  expect(places("function", event, change)).toEqual([at]);
});
