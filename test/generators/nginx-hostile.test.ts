// No value breaks out of its place in an Nginx file: it is refused, or parses back to exactly what was meant.
import fc from "fast-check";
import type { Project } from "../../config/project";
import { type Directive, parseNginx } from "../../generators/nginx/parse";
import * as quote from "../../generators/nginx/quote";
import { nginxFiles } from "../../generators/nginx/view";
import { fieldsThatReach, hostileText, orNull } from "./hostile";

// Directives without their lines, so that only structure and values are compared.
type Tree = readonly { name: string; args: readonly string[]; block: Tree | null }[];

function trees(project: Project): Tree[] {
  return nginxFiles(project).map(({ text }) => parseNginx(text).map(withoutLine));
}

function withoutLine({ name, args, block }: Directive): Tree[number] {
  return { name, args, block: block?.map(withoutLine) ?? null };
}

// What the harmless tree has to become: the same, with the value in every place of the harmless one.
function replaced(tree: unknown, from: string, to: string): unknown {
  return JSON.parse(JSON.stringify(tree), (_, value) =>
    typeof value === "string" ? value.split(from).join(to) : value,
  );
}

describe("every text that reaches an Nginx template", () => {
  for (const { name, harmless, put } of fieldsThatReach(nginxFiles)) {
    test(`is refused or stands where ${name} is meant to`, () => {
      const expected = trees(put(harmless));
      fc.assert(
        fc.property(hostileText(harmless), (value) => {
          const found = orNull(() => nginxFiles(put(value)));
          if (found === null) return;
          // Variables cannot hold the hyphens of a name.
          const spelled = (tree: unknown) => (name === "name" ? replaced(tree, "_", "-") : tree);
          expect(spelled(trees(put(value)))).toEqual(spelled(replaced(expected, harmless, value)));
        }),
      );
    });
  }
});

describe("the quoting for Nginx", () => {
  test("carries any text in quotes, or refuses it", () => {
    fc.assert(
      fc.property(hostileText("harmless"), (value) => {
        const token = orNull(() => quote.text(value));
        if (token === null) expect(value).toMatch(/[^\x20-\x7e]|\$/);
        else expect(parseNginx(`x ${token};`)).toEqual([{ name: "x", args: [value], line: 1, block: null }]);
      }),
    );
  });

  test("writes sizes in the largest unit that divides them", () => {
    expect([0, 1, 1023, 1024, 10485760, 5368709120, 1536].map(quote.size)).toEqual([
      "0",
      "1",
      "1023",
      "1k",
      "10m",
      "5g",
      "1536",
    ]);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21])("rejects %d as a number", (value) => {
    expect(() => quote.integer(value)).toThrow("no Nginx token");
    expect(() => quote.size(value)).toThrow("no Nginx token");
  });

  test.each([
    "*.example.com",
    ".example.com",
    "~x",
    "a..b",
    "-a.example.com",
    "EXAMPLE.com",
    "example.com.",
    "a_b.c",
    "",
  ])("rejects %p as a host name", (value) => expect(() => quote.hostName(value)).toThrow("no Nginx token"));

  test.each(["/srv/../etc", "/srv/.", "srv", "/srv/", "//srv", "/", "/srv/a b", "/srv/$x", "/srv/x\n"])(
    "rejects %p as a path",
    (value) => expect(() => quote.path(value)).toThrow("no Nginx token"),
  );
});
