// Files that Terraform reads beside a stack's cdk.tf.json, written when the stack is synthesized.
import { existsSync, mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App, TerraformElement, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

// Below the stack's folder; everything in it with a name of this form is ours.
const folderName = "edge";
const ours = /-[0-9a-f]{12}\.zip$/;

/** CDKTF keeps its hook for synthesis to itself, so this is an element that adds nothing to the Terraform JSON. */
export class EdgeFiles extends TerraformElement {
  private readonly files = new Map<string, Uint8Array>();

  /** @returns the one of the stack that `scope` is in */
  static of(scope: Construct): EdgeFiles {
    const stack = TerraformStack.of(scope);
    // Not edge_…: those ids belong to the functions.
    const id = "archives";
    return (stack.node.tryFindChild(id) as EdgeFiles | undefined) ?? new EdgeFiles(stack, id);
  }

  /** @returns the path for Terraform, which runs in the stack's folder */
  add(name: string, bytes: Uint8Array): string {
    this.files.set(name, bytes);
    return `${folderName}/${name}`;
  }

  override toTerraform(): object {
    const app = App.of(this);
    const { workingDirectory } = app.manifest.forStack(this.cdktfStack);
    const folder = join(app.outdir, workingDirectory, folderName);
    if (this.files.size > 0) mkdirSync(folder, { recursive: true });
    else if (!existsSync(folder)) return {};
    for (const name of readdirSync(folder)) {
      if (ours.test(name) && !this.files.has(name)) rmSync(join(folder, name));
    }
    for (const [name, bytes] of this.files) writeFileSync(join(folder, name), bytes);
    if (readdirSync(folder).length === 0) rmdirSync(folder);
    return {};
  }
}
