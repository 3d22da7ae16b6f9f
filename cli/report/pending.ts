// The facts that only a deploy knows: what is left out of which file until then.
import { outputsFile } from "../../config/outputs";
import type { Pending, Project } from "../../config/project";
import type { Page } from "./style";
import { wrapped } from "./words";

export interface ReportedPending extends Pending {
  /** File that will hold the fact, beside the config. */
  readonly outputsFile: string;
}

export function pendingOf(projects: readonly Project[]): ReportedPending[] {
  return projects.flatMap(({ pending, environment }) =>
    pending.map((one) => ({ ...one, outputsFile: outputsFile(environment) })),
  );
}

/** @returns "" where nothing is pending */
export function pendingText(pending: readonly ReportedPending[], { paint, width }: Page): string {
  const files = [...new Set(pending.map((one) => one.outputsFile))];
  const parts = files.map((file) => {
    const own = pending.filter((one) => one.outputsFile === file);
    const lines = own.flatMap(({ what, neededBy }) => [
      `  ${what}`,
      ...wrapped(`-> ${neededBy}`, width - 4).map((line) => `    ${line}`),
    ]);
    return `${paint.cyan("pending")}  left out until the first deploy has written ${file}\n${lines.join("\n")}\n`;
  });
  return parts.join("\n");
}
