// Figures of an end-to-end run, for the table that figures-reporter.js prints at its end.
import { appendFileSync } from "node:fs";

/** Puts a row into the table; without the reporter it goes nowhere. */
export function figure(what: string, value: string): void {
  const file = process.env["HTTPSMITH_FIGURES"];
  if (file) appendFileSync(file, `${JSON.stringify({ what, value })}\n`);
}

/** Runs a step and puts its time into the table. */
export async function timed<T>(step: string, run: () => T | Promise<T>): Promise<T> {
  const begun = performance.now();
  const result = await run();
  figure(step, `${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}
