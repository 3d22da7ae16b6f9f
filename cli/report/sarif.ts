// The report as SARIF 2.1.0, for code-scanning views.
import { createHash } from "node:crypto";
import { problemTitles } from "../../config/catalogue";
import { formatPath, type Problem } from "../../config/problem";
import { version } from "../../package.json";
import type { Report } from "./report";

export function sarif(report: Report): string {
  return sarifLog({
    codes: report.problems.map(({ code }) => code),
    results: (codes) => report.problems.map((problem) => result(problem, codes)),
  });
}

export interface SarifInput {
  readonly codes: readonly string[];
  /** @param codes the rules in their order, for ruleIndex */
  results(codes: readonly string[]): readonly object[];
  /** What kept the tool from looking at all of it. */
  readonly notifications?: readonly string[];
}

/** @returns one run of httpsmith */
export function sarifLog({ codes, results, notifications = [] }: SarifInput): string {
  const rules = [...new Set(codes)].sort();
  const log = {
    // SARIF 2.1.0 §3.13.3.
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "httpsmith", version, rules: rules.map(rule) } },
        columnKind: "utf16CodeUnits",
        results: results(rules),
        ...(notifications.length > 0 ? { invocations: [invocation(notifications)] } : {}),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function invocation(notifications: readonly string[]) {
  return {
    executionSuccessful: true,
    toolExecutionNotifications: notifications.map((text) => ({ level: "note", message: { text } })),
  };
}

function rule(code: string) {
  return { id: code, shortDescription: { text: problemTitles[code] ?? code } };
}

function result(problem: Problem, codes: readonly string[]) {
  const { code, severity, place, waived } = problem;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: detailsOf(problem) },
    locations: place ? [location(place)] : [],
    partialFingerprints: { problem: fingerprintOf(problem) },
    ...(waived
      ? { suppressions: [{ kind: "external", justification: `${waived.reason} (until ${waived.until})` }] }
      : {}),
  };
}

/** @returns all that there is to say of it, on one line */
export function detailsOf({ message, got, expected, fix }: Problem): string {
  return [message, got && `Got: ${got}.`, expected && `Expected: ${expected}.`, fix]
    .filter(Boolean)
    .join(" ");
}

/** The same problem in the same place stays one alert when lines move. */
export function fingerprintOf({ code, path, place, message }: Problem): string {
  return fingerprint([code, formatPath(path), place?.file ?? "", message]);
}

function location({ file, line, column }: NonNullable<Problem["place"]>) {
  const uri = file.split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: { artifactLocation: { uri }, region: { startLine: line, startColumn: column } },
  };
}

export function fingerprint(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
}
