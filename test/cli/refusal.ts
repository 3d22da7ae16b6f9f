// What faults have in common: a project with something to write, and one clear message where it cannot be written.
import type { Ended } from "./built";
import { generated, type Sandbox } from "./sandbox";

export const isRoot = process.getuid?.() === 0;

/** A project with files of one config, and a config that asks for others. */
export async function outdated(): Promise<Sandbox> {
  const project = await generated();
  project.edit("httpsmith.json", "54.180.1.2", "54.180.1.3");
  return project;
}

/** One message is all that a failed generate says. */
export function expectRefusal({ code, stdout, stderr }: Ended, message: string | RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(
    /^httpsmith: [^\n]+\n {2}fix {7}[^\n]+\n {2}more {6}docs\/problems\/files\/cannot-write\.md\n$/,
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
}
