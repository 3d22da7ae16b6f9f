// keys rotate: the next step of a rotation, shown as a change of the config. It changes nothing itself.
import { basename, join } from "node:path";
import { applyEdits, modify } from "jsonc-parser";
import { hasErrors } from "../../../config/problem";
import type { SigningKey } from "../../../config/project";
import { readIfThere } from "../../files/read-file";
import { openProject } from "../../open-project";
import { unifiedDiff } from "../../report/unified-diff";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { unreadable } from "./list";

/** One step: new phases by index in signingKeys (null: taken out), why, and what comes after it. */
export interface Step {
  readonly phases: readonly { readonly index: number; readonly phase: SigningKey["phase"] | null }[];
  readonly says: string;
}

export async function rotateKeys(options: Options, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  if (hasErrors(open.problems)) return unreadable(open, options, terminal);
  const keys = open.loaded.projects.find(({ environment }) => environment === null)?.signingKeys ?? [];
  const step = nextStep(keys);
  const text = readIfThere(join(open.root, basename(open.file)), open.file)!;
  const diff =
    step.phases.length === 0
      ? ""
      : `${unifiedDiff(open.file, { name: "now", text }, { name: "next step", text: changed(text, step) })}\n`;
  const json = {
    phases: step.phases.map(({ index, phase }) => ({ id: keys[index]!.id, phase })),
    says: step.says,
  };
  terminal.stdout.write(
    options.format === "json" ? `${JSON.stringify(json, null, 2)}\n` : `${diff}${step.says}\n`,
  );
  return 0;
}

/** @returns the one step that is safe now: each needs the one before it to be deployed, and URLs to have expired */
export function nextStep(keys: readonly SigningKey[]): Step {
  const find = (phase: SigningKey["phase"]) => keys.findIndex((key) => key.phase === phase);
  const [staged, active, retiring] = [find("staged"), find("active"), find("retiring")];
  if (active === -1)
    return { phases: [], says: "There is no signing key yet. `httpsmith keys new ID` makes the first one." };
  if (staged !== -1 && keys[staged]!.keyId === null) {
    return {
      phases: [],
      says: `Deploy first: CloudFront does not know the staged key ${keys[staged]!.id} yet (httpsmith.outputs.json does not hold its id).`,
    };
  }
  if (staged !== -1) {
    return {
      phases: [
        { index: active, phase: "retiring" },
        { index: staged, phase: "active" },
      ],
      says: `Give the application the private half of ${keys[staged]!.id} together with this change, deploy, and run \`httpsmith generate\`. URLs of ${keys[active]!.id} go on working.`,
    };
  }
  if (retiring !== -1) {
    return {
      phases: [{ index: retiring, phase: null }],
      says: `Make this change once the last URL that ${keys[retiring]!.id} signed has expired: it fails from the next deploy on.`,
    };
  }
  return {
    phases: [],
    says: `Nothing is in rotation. \`httpsmith keys new ID\` makes the successor of ${keys[active]!.id}; add it as "staged" and deploy.`,
  };
}

// Edits keep the comments and the form of the file.
function changed(text: string, { phases }: Step): string {
  return phases.reduce((inner, { index, phase }) => {
    const path = phase === null ? ["signingKeys", index] : ["signingKeys", index, "phase"];
    return applyEdits(inner, modify(inner, path, phase ?? undefined, {}));
  }, text);
}
