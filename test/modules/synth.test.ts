// Synthesis onto disk: what the cdktf command reads, folders of former runs, CDKTF's slow and silent parts.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, Aspects, TerraformOutput } from "cdktf";

import stackTrace = require("cdktf/lib/tokens/private/stack-trace");

import { GuardedStack, ProjectStack, synth, synthApp } from "../../modules";
import { declareBackend } from "../../modules/backend";
import { moathon } from "../projects";
import { terraformOk, terraformTest } from "../terraform/terraform";
import { inFolder } from "./synthesized";

const staging = { ...moathon, stack: "moathon-staging", environment: "staging" };

test("one folder for each stack, and the manifest that cdktf-cli 0.21 reads", () => {
  inFolder((folder) => {
    synth([moathon, staging], folder);
    const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    expect(manifest.version).toBe("0.21.0");
    expect(Object.keys(manifest.stacks)).toEqual(["moathon", "moathon-staging"]);
    expect(manifest.stacks.moathon).toMatchObject({
      constructPath: "moathon",
      synthesizedStackPath: "stacks/moathon/cdk.tf.json",
      workingDirectory: "stacks/moathon",
      annotations: [],
      dependencies: [],
    });
    expect(readdirSync(join(folder, "stacks/moathon"))).toEqual(["cdk.tf.json"]);
  });
});

test("goes where the cdktf command says, and makes the folders above", () => {
  inFolder((folder) => {
    process.env["CDKTF_OUTDIR"] = join(folder, "a/b");
    try {
      synth([moathon]);
      expect(existsSync(join(folder, "a/b/manifest.json"))).toBe(true);
    } finally {
      delete process.env["CDKTF_OUTDIR"];
    }
  });
});

test("removes stacks of former runs", () => {
  inFolder((folder) => {
    synth([moathon, staging], folder);
    synth([moathon], folder);
    expect(readdirSync(join(folder, "stacks"))).toEqual(["moathon"]);
  });
});

test("leaves alone what other projects have in the folder, on disk and in the manifest", () => {
  const other = { ...moathon, name: "other", stack: "other" };
  // Its name begins like an environment of the first.
  const similar = { ...moathon, name: "moathon-api", stack: "moathon-api" };
  inFolder((folder) => {
    for (const one of [other, similar, moathon]) synth([one], folder);
    expect(readdirSync(join(folder, "stacks")).sort()).toEqual(["moathon", "moathon-api", "other"]);
    const { stacks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    expect(Object.keys(stacks).sort()).toEqual(["moathon", "moathon-api", "other"]);
    expect(stacks.other.synthesizedStackPath).toBe("stacks/other/cdk.tf.json");
  });
});

test("leaves environments alone that the config has and this run does not", () => {
  inFolder((folder) => {
    synth([moathon, staging], folder);
    synth([staging], folder, ".", ["moathon", "moathon-staging"]);
    expect(readdirSync(join(folder, "stacks")).sort()).toEqual(["moathon", "moathon-staging"]);
    synth([moathon], folder, ".", ["moathon"]);
    expect(readdirSync(join(folder, "stacks"))).toEqual(["moathon"]);
    const { stacks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
    expect(Object.keys(stacks)).toEqual(["moathon"]);
  });
});

test("keeps the state of a stack that is gone: its resources still exist", () => {
  inFolder((folder) => {
    const old = join(folder, "stacks/old");
    mkdirSync(old, { recursive: true });
    writeFileSync(join(old, "terraform.tfstate"), "{}");
    writeFileSync(join(old, "cdk.tf.json"), '{ "//": { "httpsmith": { "project": "moathon" } } }');
    synth([moathon], folder);
    expect(readdirSync(old)).toEqual(["terraform.tfstate"]);
  });
});

test("keeps folders that CDKTF did not make", () => {
  inFolder((folder) => {
    mkdirSync(join(folder, "stacks/mine"), { recursive: true });
    writeFileSync(join(folder, "stacks/mine/notes.txt"), "");
    synth([moathon], folder);
    expect(readdirSync(join(folder, "stacks")).sort()).toEqual(["mine", "moathon"]);
  });
});

test("keeps what terraform put beside a stack that is still there", () => {
  inFolder((folder) => {
    synth([moathon], folder);
    writeFileSync(join(folder, "stacks/moathon/.terraform.lock.hcl"), "");
    synth([moathon], folder);
    expect(readdirSync(join(folder, "stacks/moathon"))).toContain(".terraform.lock.hcl");
  });
});

test("rejects two projects with one stack name", () => {
  inFolder((folder) => {
    expect(() => synth([moathon, moathon], folder)).toThrow("moathon");
  });
});

test("rejects an aspect on the app, which CDKTF never runs", () => {
  inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    new ProjectStack(app, moathon);
    Aspects.of(app).add({ visit: () => {} });
    expect(() => synthApp(app)).toThrow("CDKTF never runs an aspect of the App");
  });
});

test("takes no stack trace for tokens, a third of the time", () => {
  Object.assign(stackTrace, { captureStackTrace: () => ["here"] });
  inFolder((folder) => synth([moathon], folder));
  expect(stackTrace.captureStackTrace()).toEqual([]);
});

terraformTest("the local state lies beside the output folder, so that it outlives it", () => {
  inFolder((folder) => {
    const app = new App({ outdir: join(folder, "cdktf.out"), stackTraces: false });
    const stack = new GuardedStack(app, "moathon");
    declareBackend(stack, { kind: "local" });
    new TerraformOutput(stack, "one", { value: "1" });
    synthApp(app);
    const stackFolder = join(folder, "cdktf.out/stacks/moathon");
    terraformOk(stackFolder, ["init"]);
    terraformOk(stackFolder, ["apply", "-auto-approve"]);
    expect(readdirSync(folder).sort()).toEqual(["cdktf.out", "terraform.moathon.tfstate"]);
  });
});
