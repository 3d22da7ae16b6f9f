// Durations on the command line: 90s, 30m, 1h, 7d.
import ms from "ms";
import { CannotRun } from "./cannot-run";

/** @returns whole seconds. @throws CannotRun for anything else than a number with a unit */
export function seconds(text: string, option: string): number {
  const milliseconds = /^\d+(\.\d+)?(s|m|h|d|w)$/.test(text) ? ms(text as ms.StringValue) : Number.NaN;
  const whole = Math.floor(milliseconds / 1000);
  if (whole > 0) return whole;
  throw new CannotRun(
    "config/not-a-duration",
    `${option} is ${JSON.stringify(text)}, which is no duration.`,
    "Write a number and s, m, h, d or w, such as 90s, 1h or 7d.",
  );
}
