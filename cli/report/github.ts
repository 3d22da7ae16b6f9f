// The report as GitHub workflow commands, which become annotations on the lines of a pull request.
import type { Problem } from "../../config/problem";
import type { Report } from "./report";

export function github(report: Report): string {
  return `${[...report.problems.filter(({ waived }) => !waived).map(line), report.summary].join("\n")}\n`;
}

function line({ severity, code, message, got, expected, fix, place }: Problem): string {
  const details = [message, got && `got: ${got}`, expected && `expected: ${expected}`, `fix: ${fix}`];
  return annotation({ severity, title: code, place, details });
}

export interface Annotated extends Pick<Problem, "severity"> {
  readonly title: string;
  readonly place?: Problem["place"] | undefined;
  /** Lines of text; those without any are left out. */
  readonly details: readonly (string | undefined)[];
}

export function annotation({ severity, title, place, details }: Annotated): string {
  const properties = [
    ...(place ? [`file=${property(place.file)}`, `line=${place.line}`, `col=${place.column}`] : []),
    `title=${property(title)}`,
  ];
  return `::${severity} ${properties.join(",")}::${data(details.filter(Boolean).join("\n"))}`;
}

// GitHub's toolkit escapes % and line breaks in data, and : and , in properties too (actions/toolkit, command.ts).
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
