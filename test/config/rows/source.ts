// Rows: the text of the file, before any schema looks at it.
import { configText, row } from "../row";

const valid = configText();

export const sourceRows = [
  row("accepts a config without any problem", valid),
  row("accepts a byte order mark", `\uFEFF${valid}`),
  row("accepts Windows line ends", valid.replaceAll("\n", "\r\n")),
  row("accepts comments", `// one\n${valid.replace("{", "{ /* two\n */")}// three`),
  row("accepts trailing commas", valid.replace(/}\n}\n$/, "},\n}\n").replace("] } }", "], }, }")),
  row("accepts tabs", valid.replaceAll("  ", "\t")),

  row("rejects an empty file", "«", ["config/syntax", ""]),
  row("rejects a file of comments alone", "«// nothing\n\n", ["config/syntax", ""]),
  row("rejects a missing comma", '{\n  "name": "moathon"\n  «"region": "x"\n}', ["config/syntax", ""]),
  row("rejects a missing brace at the end of the file", '{\n  "name": "moathon"«', ["config/syntax", ""]),
  row("rejects text after the config", `${valid}«}`, ["config/syntax", ""]),
  row(
    "rejects single quotes, once for each line",
    "{\n  «'name': 'moathon',\n  «'region': 'x'\n}",
    ["config/syntax", ""],
    ["config/syntax", ""],
  ),
  row("rejects a quote that is never closed", '{\n  "name": «"moathon,\n}', ["config/syntax", ""]),
  row("rejects a tab inside a text", '{ "name": «"moa\tthon" }', ["config/syntax", ""]),
  row("rejects an escape that JSON does not have", '{ "name": «"moa\\qthon" }', ["config/syntax", ""]),
  row("rejects a comment that is never closed", '{ "name": "moathon" }\n«/* and so on', [
    "config/syntax",
    "",
  ]),
  row("rejects YAML", "«name: moathon\nregion: ap-northeast-2\n", ["config/syntax", ""]),
  row("rejects brackets nested without end", `{ "a": ${"[".repeat(49)}«${"[".repeat(99_951)}`, [
    "config/syntax",
    "",
  ]),
  row("rejects objects nested without end", `${'{"a":'.repeat(50)}«${'{"a":'.repeat(99_950)}`, [
    "config/syntax",
    "",
  ]),

  row(
    "accepts any number of brackets beside each other",
    `{ "name": "moathon", "region": "ap-northeast-2", «"a": [${"[],{},".repeat(60)}] }`,
    ["schema/unknown-key", "a"],
  ),
  row("rejects a list at the top", "// a list\n«[]", ["config/not-an-object", ""]),
  row("rejects a number at the top", "«5", ["config/not-an-object", ""]),
  row("rejects null at the top", " «null", ["config/not-an-object", ""]),
  row("rejects a string at the top", '«"moathon"', ["config/not-an-object", ""]),

  row("rejects a key that stands twice", '{ "name": "a", "region": "b", «"name": "c" }', [
    "config/duplicate-key",
    "name",
  ]),
  row(
    "rejects keys that stand twice on several levels, in file order",
    '{\n  "tags": { "a": "1",\n    «"a": "2" },\n  "name": "a",\n  «"name": "b",\n  «"name": "c"\n}',
    ["config/duplicate-key", "tags.a"],
    ["config/duplicate-key", "name"],
    ["config/duplicate-key", "name"],
  ),
  row("rejects a key that is written twice in two ways", '{ "name": "a", «"n\\u0061me": "b" }', [
    "config/duplicate-key",
    "name",
  ]),

  row(
    "counts columns without the byte order mark",
    `\uFEFF${configText({ name: "«5" }).replace("\n  ", "")}`,
    ["schema/wrong-type", "name"],
  ),
  row("counts lines of Windows files", configText({ region: "«5" }).replaceAll("\n", "\r\n"), [
    "schema/wrong-type",
    "region",
  ]),
  row("counts lines of old Macintosh files", configText({ region: "«5" }).replaceAll("\n", "\r"), [
    "schema/wrong-type",
    "region",
  ]),
  row(
    "counts an emoji as editors and SARIF do, as two columns",
    configText({ tags: '{ "🚀": "x", "b": «5 }' }),
    ["schema/wrong-type", "tags.b"],
  ),
  row("counts a tab as one column", configText({ tags: '\t\t{\t"b":\t«5 }' }), [
    "schema/wrong-type",
    "tags.b",
  ]),
  row(
    "finds its place in a huge line",
    configText({ tags: `{ "a": "${"x".repeat(200)}", "b": «5 }`, name: '"m"' })
      .replaceAll("\n", " ".repeat(5_000))
      .replace('"m"', '"moathon"'),
    ["schema/wrong-type", "tags.b"],
  ),
];
