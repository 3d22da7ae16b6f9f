// The function of a single-page app, run as CloudFront would: handler(event) → request.
import { runInNewContext } from "node:vm";
import { spaFallbackCode } from "../../modules";
import { moathon } from "../projects";
import { only, synthesized } from "./synthesized";
import { withSite } from "./variants";

/** @returns the path that reaches the origin */
function rewritten(uri: string, code = spaFallbackCode("index.html")): string {
  return runInNewContext(`${code}; handler({ request: { method: "GET", uri, headers: {} } })`, { uri }).uri;
}

test.each(["/", "/about", "/users/7/", "/a.b/c", "/%E4%BD%A0", "/well-known/x"])(
  "%s is a page of the app",
  (uri) => {
    expect(rewritten(uri)).toBe("/index.html");
  },
);

test.each([
  "/app.js",
  "/assets/a-1b2c.css",
  "/favicon.ico",
  "/.well-known/apple-app-site-association",
  "/.env",
])("%s is a file", (uri) => {
  expect(rewritten(uri)).toBe(uri);
});

test("the start page is the default root object, which may lie in a folder", () => {
  expect(rewritten("/about", spaFallbackCode("app/start.html"))).toBe("/app/start.html");
});

test("an odd file name does not break out of its string", () => {
  expect(rewritten("/about", spaFallbackCode('a"+`${x}`\n\\'))).toBe('/a"+`${x}`\n\\');
});

test("fits CloudFront's 10 KB and its runtime 2.0, published", () => {
  const made = only(synthesized(moathon), "aws_cloudfront_function");
  expect(made).toMatchObject({ runtime: "cloudfront-js-2.0", publish: true });
  expect(Buffer.byteLength(made["code"])).toBeLessThan(10_240);
  expect(rewritten("/about", made["code"])).toBe("/index.html");
});

test("distributions with the same start page share one function, others have their own", () => {
  const site = moathon.distributions["site"]!;
  const count = (defaultRootObject: string) => {
    const project = withSite(
      {},
      { ...moathon, distributions: { docs: { ...site, id: "docs", defaultRootObject } } },
    );
    return Object.keys(synthesized(project).resource["aws_cloudfront_function"]!).length;
  };
  expect([count("index.html"), count("docs.html")]).toEqual([1, 2]);
});

test("there is none without a single-page app", () => {
  expect(synthesized(withSite({ spa: false })).resource).not.toHaveProperty("aws_cloudfront_function");
});
