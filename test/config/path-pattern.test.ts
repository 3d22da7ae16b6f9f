// How path patterns relate, against a brute force over all short paths; and CloudFront's own examples.
import fc from "fast-check";
import { patternCovers, patternsOverlap } from "../../config/path-pattern";

// Reference edge.md §1.2: whole-string match, `*` crosses slashes, `?` is one character, a leading slash is implied.
function expression(pattern: string): RegExp {
  const parts = [...(/^[/*]/.test(pattern) ? pattern : `/${pattern}`)].map((one) => {
    if (one === "*") return ".*";
    return one === "?" ? "." : one.replace(/[^a-z]/i, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

function matched(pattern: string): Set<string> {
  const form = expression(pattern);
  return new Set(paths.filter((path) => form.test(path)));
}

// z stands in no pattern: it is any other character.
const alphabet = ["/", "a", "b", "z"];
// Two patterns of four characters with an implied slash, such as a//* and *b//, may first meet in seven.
const paths = shortPaths(7);

function shortPaths(longest: number): string[] {
  let all = ["/"];
  for (let length = 2; length <= longest; length++) {
    const longer = all
      .filter((path) => path.length === length - 1)
      .flatMap((path) => alphabet.map((next) => path + next));
    all = [...all, ...longer];
  }
  return all;
}

const character = (characters: string) => fc.constantFrom(...characters);
const patternOf = (characters: string) =>
  fc.string({ unit: character(characters), minLength: 1, maxLength: 4 });

test("two patterns overlap exactly when some path matches both", () => {
  fc.assert(
    fc.property(patternOf("/ab*?"), patternOf("/ab*?"), (one, other) => {
      const others = matched(other);
      const expected = [...matched(one)].some((path) => others.has(path));
      expect(patternsOverlap(one, other)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test("a pattern that is said to cover another matches every path of the other", () => {
  fc.assert(
    fc.property(patternOf("/ab*?"), patternOf("/ab*?"), (outer, inner) => {
      if (!patternCovers(outer, inner)) return;
      const covered = matched(outer);
      expect([...matched(inner)].filter((path) => !covered.has(path))).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("without ? and below a slash, every pattern that covers another is found", () => {
  fc.assert(
    fc.property(patternOf("ab*"), patternOf("ab*"), (outer, inner) => {
      const covered = matched(`/${outer}`);
      const expected = [...matched(`/${inner}`)].every((path) => covered.has(path));
      expect(patternCovers(`/${outer}`, `/${inner}`)).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["*", "/", true],
  ["*", "/a/b.jpg", true],
  ["/*", "/", true],
  ["images/*", "/images/a/b", true],
  ["/images/*", "/images", false],
  ["a*.jpg", "/abra/cadabra/magic.jpg", true],
  ["*.jpg", "/LOGO.JPG", false],
  ["/a?", "/ab", true],
  ["/a?", "/a", false],
])("the oracle reads %s as CloudFront does for %s", (pattern, path, expected) => {
  expect(expression(pattern).test(path)).toBe(expected);
});

test.each([
  ["/*product.jpg", "*product.jpg"],
  ["*product.jpg", "/*product.jpg"],
  ["images/*", "/images/*"],
  ["/images/*", "images/*"],
  ["*", "/*"],
  ["/*", "*"],
  ["*", "/"],
  ["/a*", "/a/b*"],
  ["/api/*", "/api/v1/*"],
  ["*.jpg", "/private/*.jpg"],
  ["/a?c", "/abc"],
])("%s covers %s", (outer, inner) => {
  expect(patternCovers(outer, inner)).toBe(true);
  expect(patternsOverlap(outer, inner)).toBe(true);
});

test.each([
  ["/api/*", "/api"],
  ["/API/*", "/api/*"],
  ["*.jpg", "*.JPG"],
  ["/a?", "/a"],
  ["/a", "/b"],
])("%s and %s have nothing in common", (one, other) => {
  expect(patternsOverlap(one, other)).toBe(false);
  expect(patternCovers(one, other)).toBe(false);
});

test("the longest patterns are compared at once", () => {
  const long = "*a".repeat(127);
  expect(patternsOverlap(`${long}b`, `${long}c`)).toBe(false);
  expect(patternCovers(long, `${long}b`)).toBe(false);
});
