// The parser agrees with Nginx's lexer on the cases where the two could part.
import { type Directive, parseNginx, walk } from "../../generators/nginx/parse";

// Compact form: name and arguments, blocks as lists.
function brief(directives: readonly Directive[]): unknown[] {
  return directives.map(({ name, args, block }) =>
    block ? [[name, ...args], brief(block)] : [name, ...args],
  );
}

test.each([
  ["a b c;", [["a", "b", "c"]]],
  ["a 'b c' \"d;e{\";", [["a", "b c", "d;e{"]]],
  ["a # comment ; {\n b;", [["a", "b"]]],
  ["a b#c;", [["a", "b#c"]]],
  ['a b"c;', [["a", 'b"c']]],
  ['a "\\"\\\\\\t\\d";', [["a", '"\\\t\\d']]],
  ["a b\\;c\\ d;", [["a", "b\\;c\\ d"]]],
  ["a ${b}c $d{e;}", [[["a", "${b}c", "$d"], [["e"]]]]],
  ["a ${{b c;", [["a", "${{b", "c"]]],
  ["a{b c;}d;", [[["a"], [["b", "c"]]], ["d"]]],
  ["a }b;}", null],
  ['if ($a != "b") { c; }', [[["if", "($a", "!=", "b", ")"], [["c"]]]]],
  ['"" "";', [["", ""]]],
  ["\ta\r\n\tb\r\n;\n", [["a", "b"]]],
])("reads %j", (text, expected) => {
  if (expected === null) expect(() => parseNginx(text)).toThrow();
  else expect(brief(parseNginx(text))).toEqual(expected);
});

test.each([
  ["a b", 'line 1: no ";" after a'],
  ["a;\nb { c;", 'line 2: "{" is never closed'],
  ["a;\n}", 'line 2: unexpected "}"'],
  [";", 'line 1: unexpected ";"'],
  ["a 'b", "never finished"],
  ['a "b"c;', 'line 1: unexpected "c"'],
])("rejects %j", (text, message) => {
  expect(() => parseNginx(text)).toThrow(message);
});

test("knows the line of each directive, after comments and texts of several lines", () => {
  const text = 'a;\n# x\nb "1\n2" {\n  c;\n}\nd;';
  expect([...walk(parseNginx(text))].map(({ name, line }) => [name, line])).toEqual([
    ["a", 1],
    ["b", 3],
    ["c", 5],
    ["d", 7],
  ]);
});
