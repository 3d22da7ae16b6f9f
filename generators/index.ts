// All generators: a Project in, the files of one environment out, sorted by path.
import type { Project } from "../config/project";
import { certbotFiles } from "./certbot/view";
import { djangoFiles } from "./django/view";
import { envFiles } from "./env/view";
import type { GeneratedFile } from "./generated-file";
import { gunicornFiles } from "./gunicorn/view";
import { installFiles } from "./install/view";
import { nginxFiles } from "./nginx/view";
import { signerFiles } from "./signer/view";

export function generateFiles(project: Project): GeneratedFile[] {
  const generators = [nginxFiles, certbotFiles, gunicornFiles, djangoFiles, envFiles, signerFiles];
  const files = generators.flatMap((generator) => generator(project));
  return [...files, ...installFiles(project, files)].sort((a, b) => (a.path < b.path ? -1 : 1));
}
