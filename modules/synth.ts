// Projects → Terraform JSON on disk, one folder for each stack, as `cdktf synth` lays it out.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { App, Aspects } from "cdktf";

import stackTrace = require("cdktf/lib/tokens/private/stack-trace");

import type { Project } from "../config/project";
import { skipPlainData } from "./plain-data";
import { ProjectStack } from "./stack";

/**
 * Writes every project's stack beside those of other projects, and removes what the same projects had before.
 * @param outdir left out, the cdktf command's choice (CDKTF_OUTDIR), else cdktf.out
 * @param root folder of the config, which the files of custom edge handlers are relative to
 * @param kept names of stacks that the config has too, though they are not among the projects
 */
export function synth(
  projects: readonly Project[],
  outdir?: string,
  root = ".",
  kept: readonly string[] = [],
): void {
  skipStackTraces();
  skipPlainData();
  // CDKTF makes the folder but not its parents.
  mkdirSync(outdir ?? process.env["CDKTF_OUTDIR"] ?? "cdktf.out", { recursive: true });
  // The command finds the manifest only where it told the App to write it, so an outdir is not always given.
  const app = new App({ ...(outdir === undefined ? {} : { outdir }), stackTraces: false });
  for (const project of projects) new ProjectStack(app, project, root);
  const before = readManifest(app.outdir);
  const owners = projects.map(({ name }) => name);
  synthApp(app, (stack) => owners.includes(ownerOf(stack)) && !kept.includes(basename(stack)));
  keepInManifest(app.outdir, before);
}

/**
 * Like `app.synth()`, without what that passes over in silence. Of use to any CDKTF app with GuardedStacks.
 * @param isStale whether a stack's folder, which the app did not write, is one that it wrote before
 */
export function synthApp(app: App, isStale: (folder: string) => boolean = () => true): void {
  if (Aspects.of(app).all.length > 0) {
    throw new Error("CDKTF never runs an aspect of the App. Add it to each stack: Aspects.of(stack).add(…).");
  }
  app.synth();
  removeStaleStacks(app, isStale);
}

// A third of the time goes into a stack trace for every token, which only messages for CDKTF authors show.
function skipStackTraces(): void {
  Object.assign(stackTrace, { captureStackTrace: () => [] });
}

// Only folders that CDKTF made. One with a state keeps it: what it describes still exists in AWS.
function removeStaleStacks(app: App, isStale: (folder: string) => boolean): void {
  const folder = join(app.outdir, "stacks");
  for (const name of readdirSync(folder).filter((stack) => !(stack in app.manifest.stacks))) {
    const stack = join(folder, name);
    const synthesized = join(stack, "cdk.tf.json");
    if (!existsSync(synthesized) || !isStale(stack)) continue;
    const hasState = readdirSync(stack).some((file) => file.includes(".tfstate"));
    rmSync(hasState ? synthesized : stack, { recursive: true });
  }
}

function ownerOf(stack: string): string {
  const { "//": notes } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8")) as {
    "//"?: { httpsmith?: { project: string } };
  };
  return notes?.httpsmith?.project ?? "";
}

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly synthesizedStackPath: string }>>;
}

function readManifest(outdir: string): Manifest {
  const file = join(outdir, "manifest.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { stacks: {} };
}

// The cdktf command deploys what the manifest lists, so it lists what stands in the folder, whoever wrote it.
function keepInManifest(outdir: string, before: Manifest): void {
  const now = readManifest(outdir);
  const others = Object.entries(before.stacks).filter(
    ([name, { synthesizedStackPath }]) =>
      !(name in now.stacks) && existsSync(join(outdir, synthesizedStackPath)),
  );
  if (others.length === 0) return;
  const stacks = { ...Object.fromEntries(others), ...now.stacks };
  writeFileSync(join(outdir, "manifest.json"), JSON.stringify({ ...now, stacks }, undefined, 2));
}
