// Headers of real answers: each security header exactly once wherever it comes from, and compression.
import { gunzipSync } from "node:zlib";
import { describeWith } from "../programs";
import type { Answer, Asked } from "../request";
import { installedNginx } from "./installed-nginx";
import { type RunningSites, runSites, sitePrograms, startGunicorn } from "./running-site";
import { renamed, rich, withNginx } from "./variants";

const project = withNginx({ ...installedNginx, maxBodyBytes: 2048 }, rich);
const withoutGunicorn = withNginx(installedNginx, renamed(rich, "second", "second.example.com"));
const files: Readonly<Record<string, string>> = {
  "/srv/moathon/static/app.css": "body{}".repeat(400),
  "/srv/moathon/static/small.css": "body{}",
  "/srv/moathon/media/page.html": "<script>alert(1)</script>",
};

describeWith([...sitePrograms, "gunicorn"], "answers of the real Nginx", () => {
  let sites: RunningSites;
  const overHttps = (asked: Partial<Asked>) => sites.overHttps(asked);

  beforeAll(async () => {
    sites = await runSites([project, withoutGunicorn], async (root) => {
      for (const [path, text] of Object.entries(files)) root.write(path, text);
      await startGunicorn(root, project);
    });
  });
  afterAll(() => sites.root.remove());

  describe("security headers", () => {
    const nginxOwn = {
      "strict-transport-security": ["max-age=63072000"],
      "x-content-type-options": ["nosniff"],
      "referrer-policy": ["strict-origin-when-cross-origin"],
      "x-frame-options": ["DENY"],
    };
    const seen = (answer: Answer) =>
      Object.fromEntries(Object.keys(nginxOwn).map((header) => [header, answer.header(header)]));

    test.each([
      ["a proxied answer", 200, { path: "/api/" }],
      ["a static file", 200, { path: "/static/app.css" }],
      ["an upload", 200, { path: "/media/page.html" }],
      ["a missing file", 404, { path: "/static/none.css" }],
      ["a refused body", 413, { method: "POST", body: "x".repeat(4000) }],
    ])("stand exactly once on %s", async (_, status, asked) => {
      const answer = await overHttps(asked);
      expect(answer.status).toBe(status);
      expect(seen(answer)).toEqual(nginxOwn);
    });

    test("are the application's where it sends its own", async () => {
      expect(seen(await overHttps({ path: "/own-headers" }))).toEqual({
        "strict-transport-security": ["max-age=1"],
        "x-content-type-options": ["nosniff"],
        "referrer-policy": ["same-origin"],
        "x-frame-options": ["SAMEORIGIN"],
      });
    });

    test("stand exactly once on the error page of a site whose Gunicorn is down", async () => {
      const answer = await overHttps({ host: "second.example.com", path: "/app.css", method: "POST" });
      expect(answer.status).toBe(502);
      expect(seen(answer)).toEqual(nginxOwn);
      expect(answer.header("content-type")).toEqual(["text/html; charset=utf-8"]);
      expect(answer.header("cache-control")).toEqual(["no-store"]);
      expect(answer.body.toString() + answer.header("server").join()).not.toMatch(/nginx\/|[0-9]\.[0-9]/);
    });
  });

  test("compresses long text for clients that take it, and for CloudFront", async () => {
    const headers = { "Accept-Encoding": "gzip", Via: "1.1 abc.cloudfront.net (CloudFront)" };
    const large = await overHttps({ path: "/large", headers });
    const small = await overHttps({ path: "/static/small.css", headers });
    expect([large.header("content-encoding"), large.header("vary")]).toEqual([["gzip"], ["Accept-Encoding"]]);
    expect(JSON.parse(gunzipSync(large.body).toString()).padding).toHaveLength(5000);
    expect(small.header("content-encoding")).toEqual([]);
  });
});
