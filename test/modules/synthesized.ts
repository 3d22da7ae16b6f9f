// Synthesizes projects and single constructs, and finds things in the Terraform JSON.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import type { Project } from "../../config/project";
import { synth } from "../../modules";

// biome-ignore lint/suspicious/noExplicitAny: what Terraform JSON holds has no type here
export type Json = any;
export type Block = Readonly<Record<string, Json>>;
export interface TerraformJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly provider: { readonly aws: readonly Block[] };
  readonly output: Readonly<Record<string, Block>>;
  readonly terraform: Block;
  readonly "//": Block;
}

/** @returns what `synth` writes for one project */
export function synthesized(project: Project): TerraformJson {
  return inFolder((folder) => {
    synth([project], folder);
    return read(folder, project.stack);
  });
}

/** @returns what a plain CDKTF app writes, as users of single constructs have it */
export function inPlainStack(build: (stack: TerraformStack) => void): TerraformJson {
  return inFolder((folder) => {
    const app = new App({ outdir: folder, stackTraces: false, skipValidation: true });
    const stack = new TerraformStack(app, "plain");
    new LocalBackend(stack, { path: "plain.tfstate" });
    build(stack);
    app.synth();
    return read(folder, "plain");
  });
}

/** @returns the only resource of a type */
export function only(json: TerraformJson, type: string): Block {
  const all = Object.values(json.resource[type] ?? {});
  if (all.length !== 1) throw new Error(`Expected one ${type}; got ${all.length}.`);
  return all[0]!;
}

/** @returns addresses of all resources, in order */
export function addresses({ resource }: TerraformJson): string[] {
  return Object.entries(resource).flatMap(([type, ones]) => Object.keys(ones).map((id) => `${type}.${id}`));
}

export function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-modules-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function read(folder: string, stack: string): TerraformJson {
  return JSON.parse(readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8"));
}
