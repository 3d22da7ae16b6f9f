// No value breaks out of its quotes in a shell script: it is refused, or a real shell reads exactly what was meant.
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import type { Project } from "../../../config/project";
import { readShellAssignments } from "../../../generators/certbot/read";
import { certbotFiles } from "../../../generators/certbot/view";
import { fieldsThatReach, hostileText, orNull } from "../../generators/hostile";

// The variables at the top, and the rest, which has to be the same for every value.
function parts(text: string): { head: string; rest: string } {
  const at = text.search(/^\w+\(\) \{$/m);
  return { head: text.slice(0, at), rest: text.slice(at) };
}

function readByShell(head: string, names: readonly string[]): string[] {
  const print = `printf '%s\\n.\\n' ${names.map((name) => `"$${name}"`).join(" ")}`;
  const { stdout } = spawnSync("/bin/sh", ["-c", `${head}\n${print}`], { encoding: "utf8" });
  return stdout.split("\n.\n").slice(0, -1);
}

function scripts(project: Project): string[] {
  return certbotFiles(project).map(({ text }) => text);
}

describe("every text that reaches a script", () => {
  for (const { name, harmless, put } of fieldsThatReach(certbotFiles)) {
    test(`is refused or reaches the shell as ${name} was meant`, () => {
      const expected = scripts(put(harmless));
      fc.assert(
        fc.property(hostileText(harmless), (value) => {
          for (const [index, text] of (orNull(() => scripts(put(value))) ?? []).entries()) {
            expect(valuesIn(text)).toEqual(
              valuesIn(expected[index]!).map((one) => one.split(harmless).join(value)),
            );
            expect(parts(text).rest).toBe(parts(expected[index]!).rest);
            const facts = readShellAssignments(text);
            const read = readByShell(
              parts(text).head,
              facts.map((fact) => fact.name),
            );
            expect(read).toEqual(facts.map((fact) => fact.value));
          }
        }),
        { numRuns: 50 },
      );
    });
  }
});

// `beside` is made of two fields: the folder around the TLS folder, and the project's name.
function valuesIn(text: string): string[] {
  return readShellAssignments(text).flatMap(({ name, value }) => (name === "beside" ? [] : [value]));
}
