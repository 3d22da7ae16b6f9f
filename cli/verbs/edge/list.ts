// edge list: the edge functions, what they run in, how large they are, and where they run.
import type { Project } from "../../../config/project";
import { type OpenProject, openProject } from "../../open-project";
import { documentation } from "../../report/documentation";
import { bytesText } from "../../report/edge-run";
import { columns } from "../../report/table";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { edgeLibrary, refused } from "./functions";

export interface ListedFunction {
  readonly environment: string | null;
  readonly id: string;
  readonly handler: string;
  readonly event: string;
  readonly runtime: string;
  readonly bytes: number;
  readonly mostBytes: number;
  /** `<distribution> <path>` of each behavior. */
  readonly behaviors: readonly string[];
}

export async function listEdge(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const code = await refused(open, options, terminal);
  if (code !== null) return code;
  const functions = open.projects.flatMap((project) => listed(project, open));
  terminal.stdout.write(
    options.format === "json" ? `${JSON.stringify(functions, null, 2)}\n` : table(functions),
  );
  return 0;
}

function listed(project: Project, { root }: OpenProject): ListedFunction[] {
  const { edgePackage, sizeOf } = edgeLibrary();
  return Object.values(project.edge).map((one) => {
    const { bytes, most } = sizeOf(edgePackage(one, root));
    const { id, event, runtime } = one;
    const handler = one.file ?? one.handler;
    const { environment } = project;
    return {
      environment,
      id,
      handler,
      event,
      runtime,
      bytes,
      mostBytes: most,
      behaviors: behaviorsOf(project, id),
    };
  });
}

function behaviorsOf({ distributions }: Project, id: string): string[] {
  return Object.values(distributions).flatMap((distribution) =>
    distribution.behaviors.flatMap(({ path, edge }) =>
      edge.includes(id) ? [`${distribution.id} ${path}`] : [],
    ),
  );
}

function table(functions: readonly ListedFunction[]): string {
  if (functions.length === 0)
    return `There are no edge functions. ${documentation("edge.md")} shows how to add one to "edge".\n`;
  const head = ["id", "handler", "event", "runtime", "size", "behaviors"];
  const rows = functions.map((one) => [
    one.environment === null ? one.id : `${one.id} (${one.environment})`,
    one.handler,
    one.event,
    one.runtime,
    `${bytesText(one.bytes)} of ${bytesText(one.mostBytes)}`,
    one.behaviors.join(", ") || "(none)",
  ]);
  return `${columns([head, ...rows], "").join("\n")}\n`;
}
