// JSON Merge Patch: the examples of RFC 7396, appendix A, and what they leave open.
import { mergePatch } from "../../config/merge-patch";

test.each([
  [{ a: "b" }, { a: "c" }, { a: "c" }],
  [{ a: "b" }, { b: "c" }, { a: "b", b: "c" }],
  [{ a: "b" }, { a: null }, {}],
  [{ a: "b", b: "c" }, { a: null }, { b: "c" }],
  [{ a: ["b"] }, { a: "c" }, { a: "c" }],
  [{ a: "c" }, { a: ["b"] }, { a: ["b"] }],
  [{ a: { b: "c" } }, { a: { b: "d", c: null } }, { a: { b: "d" } }],
  [{ a: [{ b: "c" }] }, { a: [1] }, { a: [1] }],
  [
    ["a", "b"],
    ["c", "d"],
    ["c", "d"],
  ],
  [{ a: "b" }, ["c"], ["c"]],
  [{ a: "foo" }, null, null],
  [{ a: "foo" }, "bar", "bar"],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: "b", c: null }, { a: "b" }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])("%j with %j is %j", (target, patch, expected) => {
  const before = JSON.stringify([target, patch]);
  expect(JSON.parse(JSON.stringify(mergePatch(target, patch)))).toEqual(expected);
  expect(JSON.stringify([target, patch])).toBe(before);
});

test("keys that every object inherits are keys like all others", () => {
  const patch = JSON.parse(
    '{ "__proto__": { "polluted": 1 }, "constructor": { "a": 1 }, "toString": "x", "valueOf": null }',
  );
  const merged = mergePatch({ constructor: "before" }, patch) as object;
  expect(Object.entries(merged)).toEqual([
    ["constructor", expect.anything()],
    ["__proto__", expect.anything()],
    ["toString", "x"],
  ]);
  expect(JSON.stringify(merged)).toBe('{"constructor":{"a":1},"__proto__":{"polluted":1},"toString":"x"}');
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
