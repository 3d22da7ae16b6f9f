// edge event: prints an event that a function could get, to begin a test with.
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { builtFunction, edgeLibrary } from "./functions";

export async function edgeEvent(
  options: Options,
  terminal: Terminal,
  [id]: readonly string[],
): Promise<ExitCode> {
  const built = await builtFunction(options, terminal, id!);
  if (typeof built === "number") return built;
  const event = edgeLibrary().sampleEvent(built.edgeFunction);
  terminal.stdout.write(`${JSON.stringify(event, null, 2)}\n`);
  return 0;
}
