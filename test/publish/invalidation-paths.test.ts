import { invalidationPaths } from "../../publish/invalidation-paths";

const rules = { rootObject: "index.html", folderIndexes: false, queryInKey: false, keepsErrors: false };

test("the start page has two paths, and others one", () => {
  expect(invalidationPaths(["index.html", "blog/a.html"], rules)).toEqual([
    "/",
    "/blog/a.html",
    "/index.html",
  ]);
});

test("nothing changed is nothing to invalidate", () => {
  expect(invalidationPaths([], rules)).toEqual([]);
});

test("of a website endpoint a folder serves its index.html", () => {
  const website = { ...rules, folderIndexes: true };
  expect(invalidationPaths(["blog/index.html"], website)).toEqual(["/blog/", "/blog/index.html"]);
});

test("with the query string in the cache key every variant of a path is meant", () => {
  expect(invalidationPaths(["a.html"], { ...rules, queryInKey: true })).toEqual(["/a.html*"]);
});

test("thirty paths are a list, one more is everything", () => {
  const pages = Array.from({ length: 30 }, (_, index) => `page-${String(index).padStart(2, "0")}.html`);
  expect(invalidationPaths(pages, rules)).toHaveLength(30);
  expect(invalidationPaths([...pages, "one-more.html"], rules)).toEqual(["/*"]);
});

test("beyond fifteen wildcards it is everything, since CloudFront takes no more at one time", () => {
  const pages = Array.from({ length: 16 }, (_, index) => `p${index}.html`);
  expect(invalidationPaths(pages.slice(1), { ...rules, queryInKey: true })).toHaveLength(15);
  expect(invalidationPaths(pages, { ...rules, queryInKey: true })).toEqual(["/*"]);
});

// Developer Guide, "Invalidation paths": non-ASCII and RFC 1738's unsafe characters are encoded, all others are not.
test.each([
  ["a b.html", "/a%20b.html"],
  ["ü.html", "/%C3%BC.html"],
  ["日本.html", "/%E6%97%A5%E6%9C%AC.html"],
  ["100%.html", "/100%25.html"],
  ["a#b?c.html", "/a%23b%3Fc.html"],
  ['{x}|^~[y]`".html', "/%7Bx%7D%7C%5E%7E%5By%5D%60%22.html"],
  ["it's-(a)_+$&,;:=@!.html", "/it's-(a)_+$&,;:=@!.html"],
])("%s is written %s", (name, path) => {
  expect(invalidationPaths([name], rules)).toEqual([path]);
});

test("a star in a name cannot be written, so it is everything", () => {
  expect(invalidationPaths(["a*b.html"], rules)).toEqual(["/*"]);
});
