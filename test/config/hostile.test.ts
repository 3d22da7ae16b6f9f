// Whatever the text says, loading it ends in problems with a place and never in an exception or a leak.
import fc from "fast-check";
import { full, fullFiles } from "./full";
import { judge } from "./judge";
import { found } from "./row";

const hostileTexts = [
  '"',
  "'",
  "\\",
  "`",
  "${file('/etc/passwd')}",
  "%{ if true }",
  "{{x}}",
  "$(id)",
  "a\nlisten 81;",
  "a\r\nSet-Cookie: x",
  "\u0000",
  "\ud800",
  "\u2028",
  "\u202e",
  "\u001b[31m",
  "; } #",
  "../../etc/passwd",
  "__proto__",
  "constructor",
  "toString",
  "*",
  "",
  " ",
  "a".repeat(5000),
  "é",
  "🚀",
];
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, [], {}, [[]], [{}, {}], [null], { a: {} }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.jsonValue({ maxDepth: 2 }),
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

// Without keys, which take most of the time to read.
const { signingKeys: _keys, signer: _signer, ...lean } = structuredClone(full);
lean.distributions.media.behaviors.forEach((behavior) => {
  delete (behavior as { signed?: boolean }).signed;
});

const everyPath = pathsOf(lean, []).filter((path) => path.length > 0);

// The value at the path becomes another one, or a key with it comes beside.
const change = fc.record({
  path: fc.constantFrom(...everyPath),
  value: hostile,
  key: fc.option(fc.constantFrom(...hostileTexts, "__proto__", "name"), { freq: 4 }),
});

function changed(changes: readonly { path: Path; value: unknown; key: string | null }[]): string {
  const copy = structuredClone(lean) as unknown;
  for (const { path, value, key } of changes) {
    const holder = path
      .slice(0, -1)
      .reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | null)?.[step], copy);
    if (typeof holder !== "object" || holder === null) continue;
    const last = key !== null && !Array.isArray(holder) ? key : path.at(-1)!;
    Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true });
  }
  return JSON.stringify(copy, null, 2);
}

test("the config that the others start from is fine", () => {
  expect(found(judge(JSON.stringify(full), fullFiles))).toEqual([
    expect.stringMatching(/^server\/nip-io-shared-limit .* waived$/),
  ]);
});

test("any text", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom(..."{}[]:,\"'/*\\\n\r\t 1ea\uFEFF") }),
      ),
      (text) => void judge(text),
    ),
    { numRuns: 400 },
  );
});

test("any JSON value", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => void judge(text)),
    { numRuns: 500 },
  );
});

test("a valid config with any of its values replaced", () => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => void judge(changed(changes))),
    { numRuns: 400 },
  );
});

test("each value of a valid config replaced by hostile ones, a tenth of them at each place", () => {
  const values = [...hostileTexts, null, true, 0, -1, 1e300, [], {}, [{}, {}], [null]];
  for (const [nth, path] of everyPath.entries()) {
    for (const value of values.filter((_, index) => index % 10 === nth % 10))
      judge(changed([{ path, value, key: null }]));
  }
});

test("a valid config with characters cut out or put in", () => {
  const text = JSON.stringify(full, null, 1);
  const edit = fc.tuple(fc.nat(text.length), fc.nat(30), fc.string({ unit: "binary", maxLength: 5 }));
  fc.assert(
    fc.property(edit, ([at, cut, put]) => void judge(text.slice(0, at) + put + text.slice(at + cut))),
    { numRuns: 500 },
  );
});

test("a value is never cut in the middle of a character", () => {
  for (let before = 70; before < 80; before += 1)
    judge(`{ "name": "${"x".repeat(before)}\u{10000}${"x".repeat(20)}" }`);
});
