// The Terraform JSON that the doctor reads beside the config: a synthesized stack, or anybody's.
import { readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Project } from "../../../config/project";
import type { TerraformJson } from "../../../doctor";
import { CannotRun } from "../../cannot-run";
import { readIfThere } from "../../files/read-file";
import type { Terminal } from "../../terminal";

/**
 * @param chosen file or folder of the command line; without it, where `synth` and cdktf write
 * @returns null where nothing has been synthesized
 */
export function terraformOf(
  project: Project,
  chosen: string | undefined,
  terminal: Terminal,
): TerraformJson | null {
  const place = chosen ?? (terminal.env["CDKTF_OUTDIR"] || "cdktf.out");
  const files = filesIn(resolve(terminal.cwd, place), project.stack);
  if (files.length > 0) return merged(files, terminal.cwd);
  if (chosen === undefined) return null;
  throw new CannotRun(
    "doctor/file-not-found",
    `There is no Terraform JSON at ${chosen}.`,
    "Name a .tf.json file, or a folder with one, with --terraform.",
  );
}

// A file; the folder of cdktf, where this stack is one of several; a folder of Terraform, whose files are one stack.
function filesIn(path: string, stack: string): string[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isDirectory()) return status ? [path] : [];
  const own = join(path, "stacks", stack, "cdk.tf.json");
  if (statSync(own, { throwIfNoEntry: false })) return [own];
  const names = readdirSync(path).filter((name) => name.endsWith(".tf.json"));
  return names.sort().map((name) => join(path, name));
}

function merged(paths: readonly string[], cwd: string): TerraformJson {
  const files = paths.map((path) => relative(cwd, path).replaceAll("\\", "/"));
  const blocks: Record<string, unknown[]> = Object.create(null);
  for (const [index, path] of paths.entries()) {
    const json = parsed(readIfThere(path, files[index]!) ?? "");
    if (json === null) return { files: [files[index]!], json: null };
    for (const [name, value] of Object.entries(json)) blocks[name] = [...(blocks[name] ?? []), value].flat();
  }
  return { files, json: blocks };
}

function parsed(text: string): object | null {
  try {
    const json: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof json === "object" && !Array.isArray(json) ? json : null;
  } catch {
    return null;
  }
}
