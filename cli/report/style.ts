// How a report looks: in colour and with broken lines for people, plain for what else reads it.
import { styleText } from "node:util";
import type { Output, Terminal } from "../terminal";

const formats = ["bold", "dim", "red", "green", "yellow", "cyan"] as const;

// Newer versions of Node would look at the real stdout on their own.
const always = { validateStream: false };

export type Style = Readonly<Record<(typeof formats)[number], (text: string) => string>>;

export interface Page {
  readonly paint: Style;
  /** In characters. Only people need lines broken; programs that read along want whole ones. */
  readonly width: number;
}

export function pageOf(terminal: Terminal): Page {
  return { paint: style(terminal), width: widthOf(terminal.stdout) };
}

export function widthOf({ isTTY, columns }: Output): number {
  return isTTY ? Math.max(40, Math.min(columns, 120)) : Number.POSITIVE_INFINITY;
}

export function style(terminal: Terminal): Style {
  const isOn = wantsColour(terminal);
  const entries = formats.map((format) => [
    format,
    (text: string) => (isOn ? styleText(format, text, always) : text),
  ]);
  return Object.fromEntries(entries) as Style;
}

// See no-color.org.
function wantsColour({ env, stdout }: Terminal): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  return forced || (env["TERM"] !== "dumb" && stdout.isTTY);
}
