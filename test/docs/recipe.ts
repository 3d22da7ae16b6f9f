// The recipes of the documentation: YAML by the file that its first line names.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @param page below docs/ */
export function recipe(page: string, file: string): string {
  const text = readFileSync(join(__dirname, "../../docs", page), "utf8");
  const found = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].find(([, yaml]) =>
    yaml!.startsWith(`# ${file}\n`),
  );
  if (!found) throw new Error(`docs/${page} has no ${file}`);
  return found[1]!;
}
