// Every consumer of the .env file reads the same values: Node, dotenv, dotenv-expand in Vite, bash and python-dotenv.
import { type ExecFileSyncOptionsWithStringEncoding, execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { parse } from "dotenv";
import fc from "fast-check";
import { isEnvValue } from "../../config/env-value";
import type { Project } from "../../config/project";
import { readEnv } from "../../generators/env/read";
import { envFiles } from "../../generators/env/view";
import { moathon } from "../projects";
import { cacheFolder, needs, pythonEnv, pythons } from "./python";

type Values = Record<string, string>;

// Each character that the grammar lets through alone, at both ends and among letters, and what shells and parsers love.
const characters = [...Array(127).keys()].map((code) => String.fromCharCode(code)).filter(isEnvValue);
const chosen = [
  ...characters,
  ...characters.map((character) => `${character}a${character}`),
  characters.join(""),
  "",
  "   ",
  "a  b ",
  "#no comment",
  "a #b",
  "export A=b",
  "*",
  "~/x",
  "!!",
  "{a,b}",
  "%PATH%",
  "{{x}}",
  "&& id",
  "| id ; id > /dev/null",
  "<(id)",
];
const random = fc.sample(fc.string({ unit: fc.constantFrom(...characters), maxLength: 60 }), {
  numRuns: 300,
  seed: 1,
});

const wanted: Values = Object.fromEntries(
  [...chosen, ...random].map((value, index) => [`VITE_V${index}`, value]),
);
const project: Project = {
  ...moathon,
  frontend: {
    ...moathon.frontend!,
    variables: Object.entries(wanted).map(([name, value]) => ({ name, value })),
  },
};
const all: Values = { VITE_API_URL: "https://54.180.1.2.nip.io", ...wanted };

let folder = "";
let file = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "httpsmith-env-"));
  file = join(folder, ".env.production");
  writeFileSync(file, envFiles(project)[0]!.text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Bash reads a start-up file when its standard input is a socket, as Node's pipes are.
const quiet: ExecFileSyncOptionsWithStringEncoding = {
  encoding: "utf8",
  env: { PATH: process.env["PATH"] },
  stdio: ["ignore", "pipe", "pipe"],
};
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { ...quiet, cwd: folder });

const printOurs =
  "JSON.stringify(Object.fromEntries(Object.entries(process.env).filter(([k]) => k.startsWith('VITE_'))))";

test("util.parseEnv of Node", () => {
  expect({ ...parseEnv(envFiles(project)[0]!.text) }).toEqual(all);
});

test("our own reader", () => {
  expect(
    Object.fromEntries(readEnv(envFiles(project)[0]!.text).map(({ name, value }) => [name, value])),
  ).toEqual(all);
});

test("node --env-file", () => {
  expect(JSON.parse(run(process.execPath, `--env-file=${file}`, "-p", printOurs))).toEqual(all);
});

test("dotenv", () => {
  expect(parse(envFiles(project)[0]!.text)).toEqual(all);
});

test("loadEnv of Vite, which expands variables", () => {
  const program = `import("vite").then(({ loadEnv }) => console.log(JSON.stringify(loadEnv("production", process.argv[1], "VITE_"))))`;
  const output = execFileSync(process.execPath, ["-e", program, folder], {
    ...quiet,
    cwd: join(__dirname, "..", ".."),
  });
  expect(JSON.parse(output)).toEqual(all);
});

describe.each(["bash", "sh"])("%s", (shell) => {
  const isThere = spawnSync(shell, ["-c", "true"]).status === 0;
  needs(isThere, `needs ${shell}`)("sources the file as exactly these values", () => {
    const script = `set -a; . ./.env.production; exec '${process.execPath}' -p "$0"`;
    expect(JSON.parse(run(shell, "-c", script, printOurs))).toEqual(all);
  });
});

describe("python-dotenv", () => {
  const cached = join(cacheFolder, "python-dotenv");
  const packages = existsSync(cached) ? cached : "";
  const program = "import dotenv, json, sys; print(json.dumps(dotenv.dotenv_values(sys.argv[1])))";
  const python = pythons().find(
    ({ command }) => spawnSync(command, ["-c", "import dotenv"], { env: pythonEnv(packages) }).status === 0,
  );
  needs(python, "needs python-dotenv: node scripts/fetch-versions.js")("reads exactly these values", () => {
    const output = execFileSync(python!.command, ["-c", program, file], {
      encoding: "utf8",
      env: pythonEnv(packages),
    });
    expect(JSON.parse(output)).toEqual(all);
  });
});

test("any value is either rejected or read back exactly, and changes no line beside its own", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 20 }),
    fc.string({ unit: "grapheme-ascii", maxLength: 20 }),
    fc.constantFrom("'; id; '", "a'\nVITE_B='b", "$(id)", "${HOME}", "`id`", "\\", "\u0000"),
  );
  let read = 0;
  fc.assert(
    fc.property(value, (hostile) => {
      const variables = [
        { name: "VITE_A", value: hostile },
        { name: "VITE_B", value: "after" },
      ];
      const make = () => envFiles({ ...moathon, frontend: { ...moathon.frontend!, variables } })[0]!.text;
      if (!isEnvValue(hostile)) {
        expect(make).toThrow();
        return;
      }
      read += 1;
      const text = make();
      const exactly = { VITE_API_URL: "https://54.180.1.2.nip.io", VITE_A: hostile, VITE_B: "after" };
      expect({ ...parseEnv(text) }).toEqual(exactly);
      expect(parse(text)).toEqual(exactly);
      expect(text.split("\n")).toHaveLength(9);
    }),
    { numRuns: 1000, seed: 3 },
  );
  expect(read).toBeGreaterThan(100);
});
