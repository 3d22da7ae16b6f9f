// Steps in the life of signing keys: which of them break URLs that are still valid.
import { type EarlierKey, phaseProblems } from "../../config/key-phases";

const key = (id: string, phase: EarlierKey["phase"], fingerprintSha256 = `print of ${id}`): EarlierKey => ({
  id,
  phase,
  fingerprintSha256,
});
const codes = (earlier: EarlierKey[], current: EarlierKey[]) =>
  phaseProblems(earlier, current).map(({ code }) => code);

test.each<[string, EarlierKey[], EarlierKey[]]>([
  ["the first key may sign at once", [], [key("a", "active")]],
  ["nothing changes", [key("a", "active")], [key("a", "active")]],
  ["a second key is staged", [key("a", "active")], [key("a", "active"), key("b", "staged")]],
  [
    "the staged key takes over",
    [key("a", "active"), key("b", "staged")],
    [key("a", "retiring"), key("b", "active")],
  ],
  [
    "the rotation is taken back",
    [key("a", "retiring"), key("b", "active")],
    [key("a", "active"), key("b", "staged")],
  ],
  ["the retired key goes", [key("a", "retiring"), key("b", "active")], [key("b", "active")]],
  ["a staged key is given up", [key("a", "active"), key("b", "staged")], [key("a", "active")]],
])("allows that %s", (_, earlier, current) => {
  expect(codes(earlier, current)).toEqual([]);
});

test.each<[string, EarlierKey[], EarlierKey[], string]>([
  [
    "an active key goes",
    [key("a", "active"), key("b", "staged")],
    [key("b", "active")],
    "removed-while-active",
  ],
  ["all keys go", [key("a", "active")], [], "removed-while-active"],
  [
    "a new key signs at once",
    [key("a", "active")],
    [key("a", "retiring"), key("b", "active")],
    "activated-unstaged",
  ],
  ["another key stands under the id", [key("a", "active")], [key("a", "active", "other")], "replaced"],
])("rejects that %s", (_, earlier, current, slug) => {
  expect(codes(earlier, current)).toEqual([`signing-keys/${slug}`]);
});
