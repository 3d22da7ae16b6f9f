import { caching } from "../../publish/cache-control";

const immutable = "public, max-age=31536000, immutable";

describe("a name with a digest of the content is kept for a year", () => {
  // As the tools in their present versions write them.
  test.each([
    ["Vite", "assets/index-BfK3x9a2.js"],
    ["Vite, with an underscore in the digest", "assets/vendor-D_9aB-x2.js"],
    ["Vite, css", "assets/index-DiwrgTda.css"],
    ["webpack", "js/app.3f2a1b4c.js"],
    ["Create React App", "static/js/main.073c9b0a.chunk.js"],
    ["Next.js", "_next/static/chunks/webpack-1a2b3c4d5e6f7a8b.js"],
    ["Next.js, named by the build", "_next/static/Xy12abcD/_buildManifest.js"],
    ["SvelteKit", "_app/immutable/nodes/0.CxZ3xG8e.js"],
    ["Nuxt", "_nuxt/entry.f3a91c2b.js"],
    ["Parcel, beside the pages", "index.4d6f5a3b9c0e1f2a.js"],
    ["a font with two endings", "assets/inter-latin-wght-normal-Dx4kXJAl.woff2"],
  ])("%s: %s", (_, path) => {
    expect(caching(path, [])).toEqual({ kind: "immutable", cacheControl: immutable });
  });
});

describe("any other name is asked for again, because its content may change", () => {
  test.each([
    "favicon.ico",
    "robots.txt",
    "assets/logo.png",
    "assets/my-holidays.jpg",
    "assets/Holidays-Portugal.jpg",
    "assets/photo-photo-12.jpg",
    "assets/icon-1024x768.png",
    "assets/report-20261126.pdf",
    "images/cat-BfK3x9a2.jpg",
    "js/jquery-3.7.1.min.js",
    "config.json",
    "downloads/app-deadbeef.zip",
    ".well-known/security.txt",
  ])("%s", (path) => {
    expect(caching(path, [])).toEqual({ kind: "asset", cacheControl: "no-cache" });
  });
});

describe("pages and service workers are never kept", () => {
  test.each([
    ["index.html", "page"],
    ["blog/2026/index.htm", "page"],
    ["assets/index-BfK3x9a2.html", "page"],
    ["sw.js", "worker"],
    ["service-worker.js", "worker"],
    ["firebase-messaging-sw.js", "worker"],
    ["manifest.webmanifest", "worker"],
    ["manifest.json", "worker"],
  ])("%s is a %s", (path, kind) => {
    expect(caching(path, [])).toEqual({ kind, cacheControl: "no-cache" });
  });
});

describe("rules of the config", () => {
  const rules = [
    { path: "/images/*", value: "public, max-age=86400" },
    { path: "*.woff2", value: "public, max-age=31536000, immutable" },
    { path: "/assets/photo-ab12cd34.jpg", value: "no-cache" },
    { path: "*.html", value: "public, max-age=60" },
  ];

  test.each([
    ["images/a/b.png", "asset", "public, max-age=86400"],
    ["images/a.woff2", "asset", "public, max-age=86400"],
    ["fonts/inter.woff2", "immutable", "public, max-age=31536000, immutable"],
    ["assets/photo-ab12cd34.jpg", "asset", "no-cache"],
    ["index.html", "page", "public, max-age=60"],
    ["sw.js", "worker", "no-cache"],
  ])("%s: the first that matches wins, and a page stays a page", (path, kind, cacheControl) => {
    expect(caching(path, rules)).toEqual({ kind, cacheControl });
  });
});
