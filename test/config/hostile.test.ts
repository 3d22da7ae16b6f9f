// Whatever the text says, loading it ends in problems with a place and never in an exception or a leak.
import { deepEqual } from "node:assert";
import fc from "fast-check";
import type { Loaded } from "../../config/load";
import type { Problem } from "../../config/problem";
import { full, fullFiles } from "./full";
import { found, load } from "./row";
import { pem } from "./rows/keys";

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

function judge(text: string, files: Readonly<Record<string, string>> = {}): Loaded {
  const loaded = load(text, files);
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const faults = loaded.problems.flatMap((problem) => faultsOf(problem, lines));
  if (faults.length > 0) expect({ text, faults }).toEqual({ text, faults: [] });
  for (const project of loaded.projects) deepEqual(JSON.parse(JSON.stringify(project)), project);
  return loaded;
}

// Line breaks, what a terminal obeys, what shows text in another order, and halves of characters.
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]|\p{Cs}/u;

function faultsOf(
  { place, message, fix, got = "", expected = "" }: Problem,
  lines: readonly string[],
): string[] {
  const line = lines[(place?.line ?? 0) - 1];
  const isInside = line !== undefined && place!.column >= 1 && place!.column <= line.length + 1;
  return [
    ...(isInside ? [] : [`no such place: ${JSON.stringify(place)}`]),
    ...(message === "" || fix === "" ? [`no message or fix: ${message}`] : []),
    ...(unprintable.test(message + fix + got + expected)
      ? [`unprintable: ${message} ${fix} ${got} ${expected}`]
      : []),
  ];
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

describe("a secret stays out of every problem", () => {
  const marker = "Zq7-planted-secret-Xv9";
  const leaks = ({ problems }: Loaded) =>
    problems.filter((problem) => JSON.stringify(problem).includes(marker));
  const token = { handler: "require-authorization", event: "viewer-request" };
  const secrets = [
    marker,
    `${marker}\n`,
    [marker],
    [marker, marker],
    [[marker]],
    [{ a: marker }],
    { a: marker },
    [`"${marker}`, 5],
    "0a".repeat(31) + marker,
  ];

  test.each(secrets)("in tokenSha256: %j", (tokenSha256) => {
    for (const indent of [0, 2]) {
      for (const wrong of [{}, { handler: "other" }, { event: 5 }, { extra: true }]) {
        const text = JSON.stringify(
          { ...full, region: "x", edge: { token: { ...token, ...wrong, tokenSha256 } } },
          null,
          indent,
        );
        const loaded = judge(text);
        expect(loaded.problems).not.toEqual([]);
        expect(leaks(loaded)).toEqual([]);
      }
    }
  });

  test("in tokenSha256 that is misspelt", () => {
    for (const secret of [marker, [marker]]) {
      const loaded = judge(JSON.stringify({ ...full, edge: { token: { ...token, tokenSha265: secret } } }));
      expect(loaded.problems.some(({ code }) => code === "schema/unknown-key")).toBe(true);
      expect(leaks(loaded)).toEqual([]);
    }
  });

  test("in tokenSha256, with a syntax error on its line", () => {
    const text = JSON.stringify({ ...full, edge: { token: { ...token, tokenSha256: [marker] } } });
    for (const broken of [
      text.replace('"edge"', "edge"),
      text.replace("]}}", "]}"),
      text.replace(`"${marker}"`, `"${marker}`),
      text.replace(`"${marker}"`, `${marker}"`),
    ]) {
      expect(judge(broken).problems).not.toEqual([]);
      expect(leaks(judge(broken))).toEqual([]);
    }
  });

  test("in a variable of the front end", () => {
    for (const variables of [
      { API_SECRET: marker },
      { TITLE: `ghp_${"Ab1".repeat(12)}${marker}` },
      { DB_PASSWORD: `'${marker}'` },
    ]) {
      const loaded = judge(JSON.stringify({ ...full, frontend: { ...full.frontend, variables } }, null, 2));
      expect(loaded.problems.some(({ code }) => code.startsWith("frontend/"))).toBe(true);
      expect(leaks(loaded)).toEqual([]);
    }
  });

  test("in a key file, whatever is wrong with it", () => {
    const planted = pem.private.replace(/\n(.{20})/, `\n${marker.replaceAll("-", "")}$1`);
    const bodies = [
      planted,
      planted.replaceAll("\n", "\\n"),
      planted.replaceAll("\n", " "),
      `"${planted}"`,
      planted.replace(/-----.*-----\n/, ""),
      planted + pem.rsa,
      marker,
    ];
    for (const body of bodies) {
      const loaded = judge(JSON.stringify(full), { ...fullFiles, "keys/a.pub.pem": body });
      expect(loaded.problems.some(({ path }) => path[0] === "signingKeys")).toBe(true);
      expect(JSON.stringify(loaded.problems)).not.toContain(marker);
      expect(JSON.stringify(loaded.problems)).not.toContain(marker.replaceAll("-", ""));
    }
  });

  test("in a key that was pasted in place of the file's name", () => {
    const short = `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`;
    const loaded = judge(
      JSON.stringify({ ...full, signingKeys: [{ id: "a", publicKeyFile: short, phase: "active" }] }),
    );
    expect(found(loaded)).toContainEqual(expect.stringMatching(/^paths\/outside-project signingKeys\[0\]/));
    expect(leaks(loaded)).toEqual([]);
  });
});
