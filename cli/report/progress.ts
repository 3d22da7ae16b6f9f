// A bar that shows how far an upload is, on stderr and only where a person watches.
import type { Terminal } from "../terminal";
import { size } from "./size";
import { pageOf } from "./style";

export interface ProgressBar {
  start(puts: readonly { readonly wanted: { readonly size: number } }[]): void;
  step(phase: string, bytes: number): void;
  /** All is up; what follows takes its time. */
  wait(what: string): void;
  /** Prints text on stdout without disturbing the bar. */
  above(text: string): void;
  end(): void;
}

// As often as an eye can follow.
const REDRAW_MS = 80;

export function progressBar(terminal: Terminal): ProgressBar {
  const { stderr, stdout } = terminal;
  const isOn = stderr.isTTY && terminal.env["TERM"] !== "dumb";
  const { paint } = pageOf(terminal);
  const whole = { count: 0, bytes: 0 };
  const done = { count: 0, bytes: 0 };
  let line = "";
  let drawn = 0;
  const draw = (text: string) => {
    if (!isOn) return;
    line = text;
    // Back to the start of the line, and erase what is right of it (ECMA-48, EL).
    stderr.write(`\r${text}\u001b[K`);
  };
  return {
    start(puts) {
      whole.count = puts.length;
      whole.bytes = puts.reduce((sum, { wanted }) => sum + wanted.size, 0);
    },
    step(phase, bytes) {
      done.count += 1;
      done.bytes += bytes;
      const now = terminal.now().getTime();
      if (now - drawn < REDRAW_MS && done.count < whole.count) return;
      drawn = now;
      draw(bar(phase, done, whole, stderr.columns, paint.green));
    },
    wait: (what) => draw(what.slice(0, Math.max(10, stderr.columns - 1))),
    above(text) {
      const again = line;
      if (again !== "") draw("");
      stdout.write(text);
      if (again !== "") draw(again);
    },
    end: () => draw(""),
  };
}

interface Amount {
  readonly count: number;
  readonly bytes: number;
}

function bar(
  phase: string,
  done: Amount,
  whole: Amount,
  columns: number,
  paint: (text: string) => string,
): string {
  const words = ` ${done.count}/${whole.count}  ${size(done.bytes)} of ${size(whole.bytes)}  ${phase}`;
  const room = Math.min(40, columns - words.length - 3);
  const share = whole.bytes === 0 ? done.count / Math.max(1, whole.count) : done.bytes / whole.bytes;
  if (room < 8) return words.trim().slice(0, Math.max(10, columns - 1));
  const full = Math.round(share * room);
  return `${paint("━".repeat(full))}${"╌".repeat(room - full)}${words}`;
}
