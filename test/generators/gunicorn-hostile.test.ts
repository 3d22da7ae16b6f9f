// No value breaks out of its line in a unit: it is refused, or reads back as exactly what was meant.
import fc from "fast-check";
import type { Project } from "../../config/project";
import { readUnit } from "../../generators/gunicorn/read";
import { gunicornFiles } from "../../generators/gunicorn/view";
import { fieldsThatReach, hostileText, orNull } from "./hostile";

function facts(project: Project): { name: string; value: string }[] {
  return gunicornFiles(project).flatMap(({ text }) =>
    readUnit(text).map(({ name, value }) => ({ name, value })),
  );
}

describe("every text that reaches a unit", () => {
  for (const { name, harmless, put } of fieldsThatReach(gunicornFiles)) {
    test(`is refused or stands where ${name} is meant to`, () => {
      const expected = facts(put(harmless));
      fc.assert(
        fc.property(hostileText(harmless), (value) => {
          const found = orNull(() => facts(put(value)));
          if (found === null) return;
          const meant = expected.map((fact) => ({ ...fact, value: fact.value.split(harmless).join(value) }));
          expect(found).toEqual(meant);
          // Specifiers, variables, quotes and escapes of systemd; $MAINPID is the template's own.
          expect(value).not.toMatch(/[%$\\"'\n]/);
        }),
      );
    });
  }
});
