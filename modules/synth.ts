// Projects → Terraform JSON on disk, one folder for each stack, as `cdktf synth` lays it out.
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, Aspects } from "cdktf";

import stackTrace = require("cdktf/lib/tokens/private/stack-trace");

import type { Project } from "../config/project";
import { skipPlainData } from "./plain-data";
import { ProjectStack } from "./stack";

/**
 * Writes every project's stack and removes those of former runs.
 * @param outdir left out, the cdktf command's choice (CDKTF_OUTDIR), else cdktf.out
 * @param root folder of the config, which the files of custom edge handlers are relative to
 */
export function synth(projects: readonly Project[], outdir?: string, root = "."): void {
  skipStackTraces();
  skipPlainData();
  // CDKTF makes the folder but not its parents.
  mkdirSync(outdir ?? process.env["CDKTF_OUTDIR"] ?? "cdktf.out", { recursive: true });
  // The command finds the manifest only where it told the App to write it, so an outdir is not always given.
  const app = new App({ ...(outdir === undefined ? {} : { outdir }), stackTraces: false });
  for (const project of projects) new ProjectStack(app, project, root);
  synthApp(app);
}

/** Like `app.synth()`, without what that passes over in silence. Of use to any CDKTF app with GuardedStacks. */
export function synthApp(app: App): void {
  if (Aspects.of(app).all.length > 0) {
    throw new Error("CDKTF never runs an aspect of the App. Add it to each stack: Aspects.of(stack).add(…).");
  }
  app.synth();
  removeStaleStacks(app);
}

// A third of the time goes into a stack trace for every token, which only messages for CDKTF authors show.
function skipStackTraces(): void {
  Object.assign(stackTrace, { captureStackTrace: () => [] });
}

// Only folders that CDKTF made. One with a state keeps it: what it describes still exists in AWS.
function removeStaleStacks(app: App): void {
  const folder = join(app.outdir, "stacks");
  for (const name of readdirSync(folder).filter((stack) => !(stack in app.manifest.stacks))) {
    const stack = join(folder, name);
    const synthesized = join(stack, "cdk.tf.json");
    if (!existsSync(synthesized)) continue;
    const hasState = readdirSync(stack).some((file) => file.includes(".tfstate"));
    rmSync(hasState ? synthesized : stack, { recursive: true });
  }
}
