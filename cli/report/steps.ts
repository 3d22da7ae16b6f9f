// The commands that come next, numbered, each with a remark on what it is for.
import type { Page } from "./style";
import { wrapped } from "./words";

export interface Step {
  /** Never broken: it is copied as a whole. */
  readonly command: string;
  readonly remark?: string;
}

/** @returns the list; a remark that does not fit behind its command stands below it */
export function stepsText(steps: readonly Step[], { paint, width }: Page): string {
  const lines = steps.flatMap(({ command, remark }, index) => {
    const numbered = `  ${index + 1}. ${command}`;
    if (remark === undefined) return [numbered];
    if (`${numbered}  # ${remark}`.length <= width) return [`${numbered}  ${paint.dim(`# ${remark}`)}`];
    return [numbered, ...wrapped(remark, width - 7).map((line) => `     ${paint.dim(`# ${line}`)}`)];
  });
  return [paint.bold("next"), ...lines].join("\n");
}

/** @returns the command that adds lines to the end of a file */
export function appending(lines: readonly string[], path: string): string {
  return `printf '\\n${lines.join("\\n")}\\n' >> ${shellWord(path)}`;
}

export function shellWord(text: string): string {
  return /^[\w./@:=,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
