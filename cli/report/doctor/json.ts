// The diagnosis as one JSON object, for other programs. Its fields are a public contract.
import type { Diagnosis } from "../../../doctor";
import { countsOf, summaryOf } from "./summary";
import { wayOf } from "./way";

export function json(diagnosis: Diagnosis, file: string): string {
  const { project, findings } = diagnosis;
  const shown = findings.map(({ evidence, ...finding }) => ({
    ...finding,
    evidence: evidence.map(([name, value]) => ({ name, value })),
  }));
  const way = wayOf(diagnosis).map(({ leg, from, to, state }) => ({ leg, from, to, state }));
  const environment = project.environment;
  const summary = summaryOf(diagnosis, file);
  return `${JSON.stringify({ environment, findings: shown, way, counts: countsOf(diagnosis), summary }, null, 2)}\n`;
}
