// The generated settings and the signer are good Python: every interpreter compiles them, Ruff would change nothing.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Project } from "../../config/project";
import { djangoFiles } from "../../generators/django/view";
import { signerFiles } from "../../generators/signer/view";
import { moathon } from "../projects";
import { cacheFolder, needs, pythons } from "./python";
import { ecdsaKey, rsaKey, signerProject, storageProject } from "./signed-projects";

const text = (project: Project) => djangoFiles(project)[0]!.text;
const full: Project = {
  ...moathon,
  django: { ...moathon.django!, media: { url: "/media/", root: "/srv/moathon/media" } },
};
const small: Project = {
  ...moathon,
  frontend: null,
  server: { ...moathon.server!, hsts: null },
  django: {
    ...moathon.django!,
    corsAllowedOrigins: [],
    silencedChecks: [],
    cookies: { crossSite: false, sameSite: "Lax", partitioned: false },
  },
};
const unknown = { ...rsaKey, keyId: null };
const pending = ["AWS_S3_CUSTOM_DOMAIN", "AWS_CLOUDFRONT_KEY_ID"].map((name) => ({
  output: "x",
  what: `the fact behind ${name}`,
  neededBy: `${name} in ${moathon.django!.settingsFile}`,
}));
const texts = [
  ...[
    full,
    small,
    storageProject(),
    storageProject({ domain: null, keyId: null }, { signingKeys: [unknown, ecdsaKey], pending }),
    storageProject({ signed: false, keyId: null, location: "" }, { signingKeys: [], frontend: null }),
  ].map(text),
  ...[signerProject(), signerProject({ keyId: null, hashAlgorithm: "SHA1" }, [unknown])].map(
    (project) => signerFiles(project)[0]!.text,
  ),
];
const interpreters = pythons();

describe("syntax and form", () => {
  test.each(interpreters)("Python $version compiles them", ({ command }) => {
    for (const input of texts) {
      const program = "import sys; compile(sys.stdin.buffer.read(), 'settings_https.py', 'exec')";
      expect(spawnSync(command, ["-W", "error", "-c", program], { input, encoding: "utf8" })).toMatchObject({
        status: 0,
        stderr: "",
      });
    }
  });

  const cached = join(cacheFolder, "ruff", "bin", "ruff");
  const ruff = existsSync(cached) ? cached : "ruff";
  const hasRuff = spawnSync(ruff, ["--version"]).status === 0;
  needs(hasRuff, "needs Ruff: node scripts/fetch-versions.js")(
    "Ruff finds nothing and would change nothing",
    () => {
      for (const input of texts) {
        const rules = "E,F,W,I,B,C4,SIM,UP,PIE,RET,N,S,DJ";
        for (const args of [
          ["format", "--diff"],
          ["check", "--line-length", "88", "--select", rules],
        ]) {
          const run = spawnSync(ruff, [...args, "--isolated", "-"], { input, encoding: "utf8" });
          expect(`${run.stdout}${run.status}`).toMatch(/^(All checks passed!\s*)?0$/);
        }
      }
    },
  );
});
