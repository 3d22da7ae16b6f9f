// examine: runs the checks side by side and returns their findings in the order of the checks.
import type { Project } from "../config/project";
import { doubted } from "./doubt";
import { type Check, examination, type Given } from "./examination";
import type { Finding } from "./finding";
import type { World } from "./world";

export interface Diagnosis {
  readonly project: Project;
  readonly findings: readonly Finding[];
}

/** @param onDone is told how many checks have ended */
export async function examine(
  project: Project,
  world: World,
  given: Given,
  checks: readonly Check[],
  onDone: (done: number) => void = () => {},
): Promise<Diagnosis> {
  const run = examination(project, world, given);
  let done = 0;
  const findings = await Promise.all(
    checks.map(async (check) => {
      const found = await check.run(run);
      done += 1;
      onDone(done);
      return found;
    }),
  );
  return { project, findings: await doubted(findings.flat(), run) };
}
