// diagram: the path from browser to Gunicorn, as text, as a Mermaid flowchart or as an SVG.
import { existsSync, renameSync, writeFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { hasErrors } from "../../config/problem";
import type { Project } from "../../config/project";
import { generatedMark } from "../../generators/header";
import { CannotRun } from "../cannot-run";
import { temporaryFor } from "../files/leftovers";
import { readIfThere, reason } from "../files/read-file";
import { openProject } from "../open-project";
import { pictureMermaid } from "../picture/mermaid";
import { type Picture, pictureOf } from "../picture/picture";
import { pictureSvg } from "../picture/svg";
import { pictureText } from "../picture/text";
import { CONFIG_ERRORS, writeProblems } from "../report/report";
import { style } from "../report/style";
import { printable } from "../report/words";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";

export interface DiagramOptions extends Omit<Options, "format"> {
  readonly format?: Form;
}

type Form = "text" | "mermaid" | "svg" | "json";

export async function diagram(options: DiagramOptions, terminal: Terminal): Promise<ExitCode> {
  const forReport = { ...options, format: options.format === "json" ? options.format : ("text" as const) };
  const open = openProject(forReport, terminal);
  if (hasErrors(open.problems) || open.projects.length === 0) {
    await writeProblems(open.problems, CONFIG_ERRORS, forReport, terminal);
    return 1;
  }
  const { output } = options;
  const text = drawn(open.projects, options, terminal);
  if (output !== undefined) write(resolve(terminal.cwd, output), text, output);
  terminal.stdout.write(output === undefined ? text : `ok  ${printable(output)} written\n`);
  return 0;
}

function drawn(projects: readonly Project[], options: DiagramOptions, terminal: Terminal): string {
  const pictures = projects.map(pictureOf);
  const form = formOf(options);
  if (form === "json") return `${JSON.stringify(pictures, null, 2)}\n`;
  // A file holds one picture; --env chooses another one than the config as written.
  if (form === "svg") return pictureSvg(pictures[0]!);
  if (form === "mermaid") return pictureMermaid(pictures[0]!);
  return texts(pictures, options.output === undefined ? terminal : { ...terminal, env: { NO_COLOR: "1" } });
}

function texts(pictures: readonly Picture[], terminal: Pick<Terminal, "env" | "stdout">): string {
  const paint = style(terminal as Terminal);
  return `${pictures.map((one) => pictureText(one, paint)).join("\n\n")}\n`;
}

const endings: Readonly<Record<string, Form>> = {
  ".svg": "svg",
  ".mmd": "mermaid",
  ".mermaid": "mermaid",
  ".json": "json",
  ".txt": "text",
};

function formOf({ format, output }: DiagramOptions): Form {
  if (output === undefined) return format ?? "text";
  const form = endings[extname(output).toLowerCase()];
  if (form === undefined)
    throw new CannotRun(
      "schema/not-allowed",
      `The ending of ${output} names no form of a picture.`,
      `Endings are ${Object.keys(endings).join(", ")}.`,
    );
  if (format === undefined || format === form) return form;
  throw new CannotRun(
    "schema/not-allowed",
    `--format ${format} contradicts the ending of ${output}, which means ${form}.`,
    "Leave out --format, or choose the ending that goes with it.",
  );
}

// Only a picture is replaced by a picture: a wrong name must not cost a file.
function write(path: string, text: string, name: string): void {
  const found = existsSync(path) ? readIfThere(path, name) : null;
  if (found !== null && found !== text && !found.slice(0, 1000).includes(generatedMark))
    throw new CannotRun(
      "files/collision",
      `${name} is there already, and httpsmith did not make it.`,
      "Name another file, or remove that one.",
    );
  const temporary = temporaryFor(path);
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
  } catch (error) {
    throw new CannotRun(
      "files/cannot-write",
      `${name} cannot be written: ${reason(error as NodeJS.ErrnoException)}.`,
      "Name a file in a folder that is there.",
    );
  }
}
