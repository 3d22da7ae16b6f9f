// Coherence: generated files agree with each other, and one edit by hand is found where it was made.
import { problemTitles } from "../../config/catalogue";
import type { Project } from "../../config/project";
import { generateFiles } from "../../generators";
import { incoherences } from "../../generators/coherence";
import { deployed, resolved } from "../config/resolved";
import { host, sections, server, site } from "../config/row";
import { moathon, originHttps } from "../projects";
import { edits } from "./coherence-edits";
import { type Edit, env, settings, site as siteFile } from "./coherence-edits/edit";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const api = '{ "path": "/api/*", "origin": { "server": true } }';

const projects: Record<string, Project> = {
  moathon,
  "origin-https": originHttps,
  "before the first deploy": resolved({}),
  "same-origin": resolved(site([api, page]), deployed),
  "a page on the API's own site": resolved(
    site(
      [page],
      '"aliases": ["app.example.com"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }',
    ),
  ),
  "a bare address": resolved(host('{ "kind": "ip", "ip": "54.180.1.2" }'), deployed),
  "uploads, WebSockets and an old Nginx": resolved({
    ...server(
      "nginx",
      '{ "version": "1.18", "webSocketPaths": ["/ws/"], "maxBodyBytes": 1073741824, "proxyReadTimeoutSeconds": 300 }',
    ),
    django:
      '{ "settingsFile": "a.py", "media": { "url": "/uploads/", "root": "/data/uploads" }, "dataUploadMaxBytes": 1073741824, "allowedHosts": ["health.example.com", "10.0.0.5"] }',
  }),
  "HSTS with everything": resolved({
    server: server(
      "hsts",
      '{ "includeSubDomains": true, "preload": true, "maxAgeSeconds": 31536000 }',
    ).server!.replace("api.example.com", "example.com"),
  }),
  "no Django": resolved({ django: null }, deployed),
  "no front end": resolved({ frontend: null }, deployed),
  "nothing but a bucket": resolved({ ...sections, server: null, django: null, frontend: null }),
};

test.each(Object.entries(projects))("finds nothing in what is generated: %s", (_, project) => {
  expect(incoherences(project, generateFiles(project))).toEqual([]);
});

describe("an edit by hand", () => {
  test.each(edits.map((edit) => [edit.name, edit] as const))("%s", (_, edit) => {
    const project = projects[edit.project ?? "moathon"]!;
    const files = generateFiles(project);
    const edited = files.map((file) =>
      file.path === edit.file ? { ...file, text: applied(edit, file.text) } : file,
    );
    expect(edited).not.toEqual(files);
    const problems = incoherences(project, edited);
    expect(problems.map(({ code, place }) => `${code} ${place?.file}:${place?.line}`)).toEqual(
      wanted(edit, edited),
    );
    for (const { message, fix, got = "" } of problems) {
      expect(message).toMatch(/\.$/);
      expect(fix).not.toBe("");
      expect(message + got).not.toMatch(/MIIEvQ|planted/);
    }
  });

  test("every rule has one", () => {
    const found = new Set(edits.flatMap(({ finds }) => finds.map(([code]) => code)));
    const codes = Object.keys(problemTitles).filter((code) => code.startsWith("coherence/"));
    expect(codes.filter((code) => !found.has(code))).toEqual([]);
  });

  test("that Python would calculate is not judged", () => {
    for (const [name, value] of [
      ["ALLOWED_HOSTS", "HOSTS"],
      ["CORS_ALLOWED_ORIGINS", "list(x)"],
      ["CSRF_TRUSTED_ORIGINS", "[o for o in x]"],
    ] as const) {
      const files = generateFiles(moathon).map((file) =>
        file.path === settings
          ? {
              ...file,
              text: file.text.replace(new RegExp(`^${name} = \\[[^\\]]*\\]`, "m"), `${name} = ${value}`),
            }
          : file,
      );
      expect(files).not.toEqual(generateFiles(moathon));
      expect(incoherences(moathon, files)).toEqual([]);
    }
  });

  test("that the config asks for too is told by the config's own rules alone", () => {
    const waived = (rule: string) => ({
      waivers: `[{ "rule": "${rule}", "reason": "a test of two rules", "until": "2027-01-01" }]`,
    });
    const slow = resolved({
      ...server("gunicorn", '{ "timeoutSeconds": 600 }'),
      ...waived("server/timeout-order"),
    });
    const small = resolved({
      ...server("nginx", '{ "maxBodyBytes": 1024 }'),
      ...waived("django/body-size-order"),
    });
    for (const project of [slow, small]) expect(incoherences(project, generateFiles(project))).toEqual([]);
  });
});

describe("whatever a file holds, the end is a problem and never an exception", () => {
  const files = generateFiles(moathon);
  const texts = [
    "",
    "\0",
    '"',
    "'",
    "{",
    "}",
    "\\",
    "[",
    "(",
    "'''",
    "a = '",
    "=",
    "server {",
    "{".repeat(50_000),
    "[".repeat(50_000),
    "\ud800",
    "<html>",
    "A=$(id)",
  ];

  test.each(files.map(({ path }) => path))("%s", (path) => {
    for (const text of [
      ...texts,
      ...texts.map((one) => files.find((file) => file.path === path)!.text + one),
    ]) {
      const problems = incoherences(
        moathon,
        files.map((file) => (file.path === path ? { ...file, text } : file)),
      );
      for (const { place } of problems) expect(place?.line).toBeGreaterThan(0);
    }
  });

  test("a file that is not there is not judged", () => {
    for (const missing of files)
      incoherences(
        moathon,
        files.filter((file) => file !== missing),
      );
    expect(incoherences(moathon, [])).toEqual([]);
    expect(
      incoherences(
        moathon,
        files.filter(({ path }) => ![settings, env, siteFile].includes(path)),
      ),
    ).toEqual([]);
  });
});

function applied({ find, put }: Edit, text: string): string {
  return find === undefined ? text + put : text.replace(find, () => put);
}

// The line that was put in, or the one that the edit names.
function wanted({ file, put, finds }: Edit, files: readonly { path: string; text: string }[]): string[] {
  return finds.map(([code, at]) => {
    const path = at?.file ?? file;
    const text = files.find((one) => one.path === path)!.text;
    const needle = at?.line ?? put;
    const index = typeof needle === "number" ? 0 : text.indexOf(needle);
    if (index === -1) throw new Error(`${path} does not hold ${needle}`);
    const line = typeof needle === "number" ? needle : text.slice(0, index).split("\n").length;
    return `${code} ${path}:${line}`;
  });
}
