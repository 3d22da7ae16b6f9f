import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ParseError, parse } from "jsonc-parser";
import { isWaivable, problemTitles } from "../../config/catalogue";
import type { Problem } from "../../config/problem";
import { applyWaivers } from "../../config/waivers";
import { SIGNING_PROBLEM_CODES } from "../../signing/problem";
import { base, judge, today, wholeConfig } from "./judge";
import { type Fragment, folder, type Page, pageCodes, readPage } from "./page";

const codes = [...Object.keys(problemTitles), ...SIGNING_PROBLEM_CODES];
const pages = codes.flatMap((code) => readPage(code) ?? []);
const root = join(__dirname, "../..");

const fragments = pages.flatMap((page) =>
  page.fragments.map((fragment, index) => ({ page, fragment, name: `${page.code}, fragment ${index + 1}` })),
);
const onSide = (side: Fragment["side"]) => fragments.filter(({ fragment }) => fragment.side === side);

test("every code has a page, and every page a code", () => {
  expect(pageCodes().sort()).toEqual([...new Set(codes)].sort());
});

describe("the form of a page", () => {
  test.each(codes)("%s", (code) => {
    const page = readPage(code)!;
    expect(page.code).toBe(code);
    expect(page.title).toEqual(problemTitles[code] ?? expect.stringMatching(/^[A-Z].{8,70}[^.]$/));
    const sections = ["What it means", "Why it matters", "How to fix it"];
    expect(page.sections).toEqual(isWaivable(code) ? [...sections, "If it is on purpose"] : sections);
    const lines = page.text.trimEnd().split("\n").length;
    expect(lines).toBeGreaterThanOrEqual(15);
    expect(lines).toBeLessThanOrEqual(40);
  });

  test("its prose has one sentence on a line", () => {
    const wrong = (line: string) => !/[.:]$/.test(line) || /[.!?] [A-Z]/.test(line.replace(/`[^`]*`/g, ""));
    expect(pages.flatMap(({ code, prose }) => prose.filter(wrong).map((line) => `${code}: ${line}`))).toEqual(
      [],
    );
  });

  test("it names no path of a machine", () => {
    const path = /(?<![\w.])\/(home|root|Users|work|tmp|workspace)\/|[A-Z]:\\Users/;
    expect(
      [...pages.map(({ text }) => text), readme].filter((text) => path.test(text) || text.includes(root)),
    ).toEqual([]);
  });
});

describe("the severity of a page", () => {
  const warned = new Set([...sources().matchAll(/\bwarning\("([^"]+)"/g)].map(([, code]) => code));

  // The warning about unused waivers is made in a way of its own; its fragment tells.
  test.each(pages.filter(({ code }) => code !== "waivers/unused"))(
    "$code is that of the rule",
    ({ code, severity }) => {
      expect(severity).toBe(warned.has(code) ? "warning" : "error");
    },
  );

  function sources(): string {
    const files = ["config", "cli", "doctor", "generators/coherence"].flatMap((name) =>
      readdirSync(join(root, name), { recursive: true, encoding: "utf8" }).map((file) =>
        join(root, name, file),
      ),
    );
    return files
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(file, "utf8"))
      .join("\n");
  }
});

describe("what a page shows before the fix has its problem", () => {
  test.each(onSide("before"))("$name", async ({ page, fragment }) => {
    const found = (await judge(page, fragment)).filter(({ code }) => code === page.code);
    expect(found).not.toEqual([]);
    for (const { severity = "error" } of found) expect(severity).toBe(page.severity);
    if (!isWaivable(page.code)) return;
    const waived = applyWaivers(found as Problem[], parse(page.waiver!).waivers, today);
    expect(waived.filter((problem) => !problem.waived)).toEqual([]);
  });
});

describe("what a page shows after the fix has no problem", () => {
  test.each(onSide("after"))("$name", async ({ page, fragment }) => {
    const found = await judge(page, fragment);
    expect(found.filter(({ code, severity }) => code === page.code || severity !== "warning")).toEqual([]);
  });

  test("every page about the config or a pair of files shows both sides", () => {
    const sections =
      /^(schema|server|behaviors|distributions|django|frontend|paths|environments|outputs|waivers|coherence|signed-urls|signing-policy|signed-cookies)\//;
    const oneSided = pages.filter(
      ({ code, fragments: own }) => sections.test(code) && new Set(own.map(({ side }) => side)).size < 2,
    );
    // Its URL would fill pages.
    expect(oneSided.map(({ code }) => code)).toEqual(["signed-urls/too-long"]);
  });

  test("the config around the fragments has none either", async () => {
    const fragment = { side: "after", subject: null, text: JSON.stringify(base) } as const;
    expect(await judge(pages[0]!, fragment)).toEqual([]);
  });
});

describe("JSON in the pages is JSON", () => {
  const json = pages.flatMap(({ code, text }) =>
    [...text.matchAll(/^(?:(\w+).*:\n)?```json\n([\s\S]*?)^```$/gm)].map(([, label, own]) => ({
      code,
      label,
      text: own!,
    })),
  );

  test.each(json.filter(({ code, label }) => code !== "config/syntax" || label !== "Before"))(
    "$code, $label",
    ({ text }) => {
      const errors: ParseError[] = [];
      parse(text, errors, { allowTrailingComma: true });
      expect(errors).toEqual([]);
    },
  );

  test.each(pages.filter(({ waiver }) => waiver !== null))(
    "the waiver of $code is for it and in force",
    async (page) => {
      const [one, ...others] = parse(page.waiver!).waivers;
      expect(one).toMatchObject({ rule: page.code });
      expect(others).toEqual([]);
      const fragment = { side: "after", subject: null, text: wholeConfig(page.waiver!) } as const;
      expect((await judge(page, fragment)).map(({ code }) => code)).toEqual(["waivers/unused"]);
    },
  );
});

const readme = readFileSync(join(folder, "README.md"), "utf8");

describe("links", () => {
  const files = [
    ...pages.map((page: Page) => ({ file: `${page.code}.md`, text: page.text })),
    { file: "README.md", text: readme },
  ];
  const links = files.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => ({ file, target: target! })),
  );

  test("between pages resolve", () => {
    expect(links.length).toBeGreaterThan(codes.length);
    const broken = links.filter(({ file, target }) => !existsSync(join(folder, dirname(file), target)));
    expect(broken).toEqual([]);
  });

  test("of the overview lead to every page, by section, with its title", () => {
    const wanted = [...new Set(codes.map((code) => code.split("/")[0]!))].flatMap((section) => [
      `## ${section}`,
      ...pages
        .filter(({ code }) => code.startsWith(`${section}/`))
        .map(({ code, title }) => `| [${code}](${code}.md) | ${title} |`),
    ]);
    expect(readme.split("\n").filter((line) => /^## |^\| \[/.test(line))).toEqual(wanted);
  });
});
