// Where Terraform keeps the state of a stack.
import { CloudBackend, LocalBackend, NamedCloudWorkspace, S3Backend, type TerraformStack } from "cdktf";
import type { Terraform } from "../config/project";
import { terraformString } from "./terraform-string";

/** Declares the backend; without one CDKTF would write the absolute path of this machine into the output. */
export function declareBackend(stack: TerraformStack, backend: Terraform["backend"]): void {
  if (backend.kind === "local") {
    new LocalBackend(stack, { path: localStatePath(stack.node.id) });
    return;
  }
  if (backend.kind === "s3") {
    const { bucket, key, region } = backend;
    // use_lockfile: a lock object beside the state instead of a DynamoDB table (Terraform 1.10).
    new S3Backend(stack, { bucket, key: terraformString(key), region, encrypt: true }).addOverride(
      "use_lockfile",
      true,
    );
    return;
  }
  const { organization, workspace } = backend;
  new CloudBackend(stack, { organization, workspaces: new NamedCloudWorkspace(workspace) });
}

/**
 * Terraform runs in <outdir>/stacks/<stack>. The state belongs beside the output folder, which people delete at
 * will, and the path must not depend on the machine.
 */
function localStatePath(stack: string): string {
  return `../../../terraform.${stack}.tfstate`;
}
