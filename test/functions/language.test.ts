// What is refused in code for CloudFront Functions, and that the handlers of httpsmith have none of it.
import { faults } from "../../functions/language";
import { code } from "../edge/written";

const inHandler = (body: string) => `function handler(event) {\n  ${body}\n  return event.request;\n}`;
const found = (text: string) => faults(text).map(({ what }) => what);

test.each([
  [
    "what runtime 2.0 has",
    "const a = [1].map((x) => x ** 2); let b = `${a}`; var c = /(?<y>.)/.exec(b); try { a(); } catch (e) { console.log(b + c + e); }",
  ],
  ["rest parameters and closures", "function f(...all) { return () => all; } f(1);"],
  [
    "documented objects",
    "Object.assign({}, JSON.parse('1'), Math.imul(1, 2)); new Uint8Array(1); new TextEncoder(); atob('');",
  ],
  [
    "modules by require",
    'const crypto = require("crypto"); crypto.createHash("md5"); require("querystring");',
  ],
  ["a method of its own that others lack", "const o = { at: function () { return 1; } }; o.at(0);"],
])("accepts %s", (_, body) => {
  expect(found(inHandler(body))).toEqual([]);
});

test("accepts the module of CloudFront and async functions at the top level", () => {
  expect(
    found(
      'import cf from "cloudfront";\nasync function f() { return 1; }\nasync function handler(event) { await cf.kvs().get("a"); await f(); return event.request; }',
    ),
  ).toEqual([]);
});

test.each([
  ["destructuring", "const { uri } = event.request;", "destructuring"],
  ["destructuring of lists", "var [a] = [1];", "destructuring"],
  ["default values of parameters", "function f(a = 1) { return a; } f();", "a default value of a parameter"],
  ["spread", "Math.max(...[1]);", "spread"],
  ["classes", "class A {} new A();", "a class"],
  ["for…of", "for (const a of [1]) a();", "for…of"],
  ["generators", "function* f() { yield 1; } f();", "generators"],
  ["optional chaining", "event?.request;", "optional chaining"],
  ["nullish coalescing", "event ?? 1;", "??"],
  ["logical assignment", "let a = 1; a ||= 2;", "||="],
  ["big integers", "1n;", "a big integer"],
  ["shorthand properties", "var a = 1; ({ a });", "shorthand properties"],
  ["computed properties", "({ [event]: 1 });", "computed property names"],
  ["catch without a name", "try { event(); } catch { event(); }", "catch without a name"],
  ["async closures", "const f = async () => 1; f();", "async functions inside of others"],
  [
    "async functions inside of others",
    "async function f() { return 1; } f();",
    "async functions inside of others",
  ],
  ["import()", 'import("crypto");', "import()"],
  ["tagged templates", "String.raw`a`;", "a tagged template"],
  ["Map", "new Map();", "`Map`"],
  ["Set", "new Set();", "`Set`"],
  ["fetch", 'fetch("https://example.com");', "`fetch`"],
  ["timers", "setTimeout(() => 1, 1);", "`setTimeout`"],
  ["process", "process.env.A;", "`process`"],
  ["eval", 'eval("1");', "`eval`"],
  ["the constructor of functions", 'new Function("1");', "`Function`"],
  ["URL", 'new URL("https://a");', "`URL`"],
  ["Proxy", "new Proxy({}, {});", "`Proxy`"],
  ["Object.fromEntries", "Object.fromEntries([]);", "`Object.fromEntries`"],
  ["Object.hasOwn", 'Object.hasOwn({}, "a");', "`Object.hasOwn`"],
  ["console.error", 'console.error("a");', "`console.error`"],
  ["flatMap", "[1].flatMap((a) => [a]);", "the method flatMap"],
  ["at", "[1].at(-1);", "the method at"],
  ["node:crypto", 'require("node:crypto");', 'the module "node:crypto"'],
  ["packages", 'require("lodash");', 'the module "lodash"'],
])("rejects %s", (_, body, what) => {
  expect(found(inHandler(body))).toContain(what);
});

test.each([
  ["a handler that is a constant", "const handler = (event) => event.request;"],
  ["a handler that is exported", "export function handler(event) { return event.request; }"],
  ["a handler inside of a block", "{ function handler(event) { return event.request; } }"],
])("rejects %s", (_, text) => {
  expect(found(text)).not.toEqual([]);
});

test("rejects imports of single names", () => {
  expect(found(`import { createHash } from "crypto";\n${inHandler('createHash("md5");')}`)).toContain(
    "imports of single names",
  );
});

const digest = "0a".repeat(32);
test.each<[string, Record<string, unknown>]>([
  ["require-authorization", { event: "viewer-request", tokenSha256: [digest] }],
  ["basic-auth", { event: "viewer-request", credentialSha256: [digest] }],
  ["redirects", { event: "viewer-request", rules: [{ path: "/a", to: "/b" }] }],
  ["spa-fallback", { event: "viewer-request" }],
  ["security-headers", { event: "viewer-response", headers: [{ name: "A", value: "é".replace("é", "e") }] }],
  ["origin-signature", { event: "viewer-request" }],
])("the handler %s is in the language of runtime 2.0, in ASCII, and small", (handler, settings) => {
  const runtime = handler === "origin-signature" ? {} : { runtime: "cloudfront-js-2.0" };
  const text = code({ handler, ...runtime, ...settings });
  expect(found(text)).toEqual([]);
  expect(text).toMatch(/^[\x00-\x7f]*$/);
  expect(text.length).toBeLessThan(2048);
});
