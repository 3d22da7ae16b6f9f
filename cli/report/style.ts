// Colours for people: off where nobody watches and where NO_COLOR asks for it (no-color.org).
import { createColors } from "picocolors";
import type { Terminal } from "../terminal";

export type Style = ReturnType<typeof createColors>;

export function style({ env, stdout }: Terminal): Style {
  const wanted = env["FORCE_COLOR"] !== undefined && env["FORCE_COLOR"] !== "0";
  return createColors(!env["NO_COLOR"] && env["TERM"] !== "dumb" && (stdout.isTTY || wanted));
}
