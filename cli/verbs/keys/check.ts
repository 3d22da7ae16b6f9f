// keys check: do public halves, phases, deployed ids and, if given, the private half fit together?
import { resolve } from "node:path";
import { hasErrors, type Problem } from "../../../config/problem";
import { applyWaivers } from "../../../config/waivers";
import { parsePrivateKey } from "../../../signing";
import { readNamed } from "../../files/read-file";
import { type OpenProject, openProject } from "../../open-project";
import { writeProblems } from "../../report/report";
import { counted } from "../../report/words";
import type { ExitCode, Terminal } from "../../terminal";
import type { Options } from "..";
import { DEFAULT_BASE, stepsSince } from "./earlier";
import { listed, unreadable } from "./list";

export interface CheckKeysOptions extends Options {
  readonly base?: string;
  readonly private?: string;
}

export async function checkKeys(options: CheckKeysOptions, terminal: Terminal): Promise<ExitCode> {
  const open = openProject(options, terminal);
  if (hasErrors(open.problems)) return unreadable(open, options, terminal);
  const found = [
    ...open.problems.filter(({ code }) => code.startsWith("signing-keys/")),
    ...stepsSince(open, options.base ?? DEFAULT_BASE),
    ...notDeployed(open),
    ...(options.private === undefined ? [] : notAPair(open, options.private, terminal)),
  ];
  const today = terminal.now().toISOString().slice(0, 10);
  const problems = applyWaivers(found, open.loaded.waivers, today);
  const failed = hasErrors(problems);
  const count = open.projects.reduce((sum, { signingKeys }) => sum + signingKeys.length, 0);
  const summary = `${failed ? "not ok" : "ok"}  ${open.file}: ${counted(count, "signing key")} checked`;
  await writeProblems(problems, summary, options, terminal);
  return failed ? 1 : 0;
}

// An active key without an id is normal before the first deploy, and wrong after it.
function notDeployed({ projects, loaded }: OpenProject): Problem[] {
  return projects.flatMap((project) => {
    if (project.signingKeys.every(({ keyId }) => keyId === null)) return [];
    return project.signingKeys.flatMap((key, index) => {
      if (key.keyId !== null || key.phase === "staged") return [];
      return [
        loaded.locate({
          code: "signing-keys/id-unknown",
          severity: "error",
          path: ["signingKeys", index, "phase"],
          ...(project.environment === null ? {} : { environment: project.environment }),
          message: `The key ${JSON.stringify(key.id)} is ${key.phase}, but the last deploy did not make it: CloudFront does not know it.`,
          fix: 'Write "phase": "staged", deploy with --outputs-file, and take the next step then.',
        }),
      ];
    });
  });
}

function notAPair({ projects }: OpenProject, file: string, terminal: Terminal): Problem[] {
  const missing = {
    code: "signing-keys/file-not-found",
    fix: "Name the file with the private key.",
  } as const;
  const pem = readNamed(resolve(terminal.cwd, file), file, missing);
  const parsed = parsePrivateKey(pem);
  if (!parsed.ok) return [{ ...parsed.problem, severity: "error", path: [] }];
  const { fingerprintSha256 } = parsed.value.publicKey;
  if (projects.flatMap(listed).some((key) => key.fingerprintSha256 === fingerprintSha256)) return [];
  return [
    {
      code: "signing-keys/not-a-pair",
      severity: "error",
      path: ["signingKeys"],
      message: `None of the public keys belongs to this private key, whose public half has the SHA-256 ${fingerprintSha256}.`,
      fix: "Use the private half of one of the keys that `httpsmith keys list` shows.",
    },
  ];
}
