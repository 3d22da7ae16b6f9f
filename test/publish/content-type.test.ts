// Compared with mrmime, the table that Vite serves by.
import { mimes } from "mrmime";
import { contentType } from "../../publish/content-type";

const bare = (type: string) => type.replace(/;.*/, "");

// Where the two tables differ: installers and archives, which browsers save whatever they are called, and names that
// an RFC gave since (RTF and XSLT at IANA; RFC 7303 §9.2 makes application/xml and text/xml the same).
const differences = "deb dll dmg exe iso msi rtf xml xslt".split(" ");

test("every extension that both tables know has the same type in both", () => {
  const differing = Object.entries(mimes).filter(([extension, theirs]) => {
    const ours = bare(contentType(`a.${extension}`));
    return ours !== "application/octet-stream" && ours !== theirs;
  });
  expect(differing.map(([extension]) => extension).sort()).toEqual(differences);
  expect(Object.keys(mimes).length).toBeGreaterThan(300);
});

test("the table lacks hardly anything that the other has", () => {
  const lacking = Object.keys(mimes).filter((one) => contentType(`a.${one}`) === "application/octet-stream");
  // A rare form of JPEG 2000.
  expect(lacking.filter((one) => mimes[one] !== "application/octet-stream")).toEqual(["hsj2"]);
});

test.each([
  ["index.html", "text/html; charset=utf-8"],
  ["constructor", "application/octet-stream"],
  ["a/__proto__", "application/octet-stream"],
  ["assets/a.js", "text/javascript; charset=utf-8"],
  ["assets/a.mjs", "text/javascript; charset=utf-8"],
  ["a.css", "text/css; charset=utf-8"],
  ["a.json", "application/json; charset=utf-8"],
  ["a.webmanifest", "application/manifest+json; charset=utf-8"],
  ["a.svg", "image/svg+xml; charset=utf-8"],
  ["sitemap.xml", "application/xml; charset=utf-8"],
  ["a.txt", "text/plain; charset=utf-8"],
  ["a.wasm", "application/wasm"],
  ["a.woff2", "font/woff2"],
  ["a.avif", "image/avif"],
  ["a.webp", "image/webp"],
  ["A.PNG", "image/png"],
  ["favicon.ico", "image/vnd.microsoft.icon"],
  [".well-known/apple-app-site-association", "application/json; charset=utf-8"],
  ["LICENSE", "application/octet-stream"],
  ["js", "application/octet-stream"],
  ["folder.js/readme", "application/octet-stream"],
  ["a.unknown-extension", "application/octet-stream"],
])("%s is %s", (path, type) => {
  expect(contentType(path)).toBe(type);
});
