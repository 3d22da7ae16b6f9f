// edge event: prints an event that a function could get, to begin a test with.
import { openProject } from "../../open-project";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { edgeLibrary, findFunction, refused } from "./functions";

export async function edgeEvent(
  options: Options,
  terminal: Terminal,
  [id]: readonly string[],
): Promise<ExitCode> {
  const open = openProject(options, terminal);
  const code = await refused(open, options, terminal, id);
  if (code !== null) return code;
  const { edgeFunction } = findFunction(open, id!);
  terminal.stdout.write(`${JSON.stringify(edgeLibrary().sampleEvent(edgeFunction), null, 2)}\n`);
  return 0;
}
