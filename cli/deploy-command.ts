// The command that deploys a stack, and writes into its outputs file what only the deploy knows.
import { outputsFile } from "../config/outputs";
import type { Project } from "../config/project";

export function deployCommand({ stack, environment }: Project): string {
  return `npx cdktf-cli@0.21 deploy ${stack} --outputs-file ${outputsFile(environment)}`;
}
