// Runs the generated signer in Python: many calls in one process, each with its result or the problem's code.

import { spawnSync } from "node:child_process";
import type { Project } from "../../config/project";
import { signerFiles } from "../../generators/signer/view";
import { type DjangoRuntime, pythonEnv, pythons, runJson } from "./python";

export interface Call {
  /** Which of `modules` to call. */
  readonly module?: number;
  readonly function: "sign_url" | "sign_cookies" | "check" | "_wire_url";
  readonly args?: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
  /** Variables of the environment for this call, beside those of the batch. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly value?: unknown;
  readonly code?: string;
  readonly message?: string;
}

const program = `
import json, os, sys, types
given = json.load(sys.stdin)
modules = []
for text in given["modules"]:
    module = types.ModuleType("cloudfront_signer")
    exec(compile(text, "cloudfront_signer.py", "exec"), module.__dict__)
    modules.append(module)
names = ("AWS_CLOUDFRONT_KEY", "AWS_CLOUDFRONT_KEY_FILE", "AWS_CLOUDFRONT_KEY_ID")
environments, answers = {}, []
for call in given["calls"]:
    module = modules[call.get("module", 0)]
    env = {**given["env"], **call.get("env", {})}
    if environments.get(call.get("module", 0)) != env:
        module._signer.cache_clear()
        environments = {call.get("module", 0): env}
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(env)
    try:
        function = getattr(module, call["function"])
        answers.append({"value": function(*call.get("args", []), **call.get("options", {}))})
    except module.SigningError as problem:
        answers.append({"code": problem.code, "message": str(problem)})
    except Exception as error:
        answers.append({"code": type(error).__name__, "message": str(error)})
print(json.dumps(answers))
`;

/** @returns one answer for each call */
export function runSigner(
  python: Pick<SigningPython, "command">,
  projects: readonly Project[],
  env: Readonly<Record<string, string>>,
  calls: readonly Call[],
): Answer[] {
  const runtime: DjangoRuntime = { command: python.command, packages: "" };
  const modules = projects.map((project) => signerFiles(project)[0]!.text);
  return runJson<Answer[]>(runtime, program, { modules, env, calls });
}

export interface SigningPython {
  readonly command: string;
  /** Version of the package cryptography. */
  readonly cryptography: string;
}

/** @returns one interpreter for each version of cryptography, the system's own first */
export function signingPythons(): readonly SigningPython[] {
  const found = new Map<string, SigningPython>();
  for (const command of [...pythons().map((python) => python.command), "python3"]) {
    const probe = "import cryptography; print(cryptography.__version__)";
    const { status, stdout } = spawnSync(command, ["-c", probe], { encoding: "utf8", env: pythonEnv("") });
    const version = (stdout ?? "").trim();
    if (status === 0 && !found.has(version)) found.set(version, { command, cryptography: version });
  }
  return [...found.values()];
}
