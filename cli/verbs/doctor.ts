// doctor: why does the deployment not work? Looks at it from outside, with what only the config knows; changes nothing.
import { hasErrors } from "../../config/problem";
import type { EdgeFunction, Project } from "../../config/project";
import { didYouMean } from "../../config/suggest";
import {
  type Check,
  checks,
  type Diagnosis,
  edgeFunctions,
  examine,
  hostsOf,
  isOwnCode,
  machineWorld,
} from "../../doctor";
import { CannotRun } from "../cannot-run";
import { seconds } from "../duration";
import { chosenProject, type OpenProject, openProject } from "../open-project";
import { formatDiagnosis } from "../report/doctor/report";
import { writeProblems } from "../report/report";
import type { ExitCode, Terminal } from "../terminal";
import type { Options } from ".";
import { edgeRuns } from "./doctor/edge-runs";
import { type GivenOptions, given, rootsFrom } from "./doctor/given";
import { redirects } from "./doctor/resolve-option";

export interface DoctorOptions extends Options, GivenOptions {
  readonly only?: readonly string[];
  readonly resolve?: readonly string[];
  /** File for the report as a page. */
  readonly html?: string;
}

export async function doctor(options: DoctorOptions, terminal: Terminal): Promise<ExitCode> {
  const wanted = wantedChecks(options.only);
  const open = openProject(options, terminal);
  const project = chosenProject(open, options);
  if (!project || hasErrors(open.problems)) return refuse(open, options, terminal);
  const diagnosis = await diagnose(open, project, wanted, options, terminal);
  if (options.html !== undefined) {
    const { writePage } = await import("./doctor/write-page.js");
    writePage(options.html, diagnosis, terminal);
  }
  terminal.stdout.write(await formatDiagnosis(diagnosis, open, options, terminal));
  return exitCode(diagnosis);
}

/** 1 where something is wrong, 2 where nothing is but not all could be looked at. */
function exitCode({ findings }: Diagnosis): ExitCode {
  if (findings.some((one) => one.state === "problem" && one.severity === "error")) return 1;
  return findings.some(({ state }) => state === "unknown") ? 2 : 0;
}

async function diagnose(
  open: OpenProject,
  project: Project,
  wanted: readonly Check[],
  options: DoctorOptions,
  terminal: Terminal,
): Promise<Diagnosis> {
  const patienceMs = seconds(options.timeout, "--timeout") * 1000;
  const hosts = hostsOf(project);
  const world = machineWorld({
    hosts,
    redirects: redirects(options.resolve ?? [], hosts),
    patience: { connectMs: patienceMs, handshakeMs: patienceMs, responseMs: patienceMs * 3 },
    ...rootsFrom(options, terminal),
    nameservers: null,
    now: () => terminal.now(),
  });
  // Before everything else: a handler may keep this process from hearing what servers answer.
  const mayRun = mayRunHere(wanted, options);
  const runs = wanted.some(looksAtFunctions)
    ? await edgeRuns(project, mayRun, open.root, terminal.now())
    : [];
  const facts = { ...given(open, project, options, terminal), edgeRuns: runs };
  const progress = progressOn(terminal, wanted.length);
  try {
    return await examine(project, world, facts, wanted, progress.show);
  } finally {
    progress.clear();
  }
}

function looksAtFunctions({ name }: Check): boolean {
  return ["distribution", "edge", "edge-functions"].includes(name);
}

// Code that can reach the network and the disk runs only for who names the check.
function mayRunHere(wanted: readonly Check[], { only }: DoctorOptions): (one: EdgeFunction) => boolean {
  const isNamed = only !== undefined && wanted.includes(edgeFunctions);
  return (one) => isNamed || !isOwnCode(one);
}

function wantedChecks(only: readonly string[] | undefined): readonly Check[] {
  if (only === undefined) return checks;
  const names = only.flatMap((one) => one.split(","));
  const known = checks.map(({ name }) => name);
  const strange = names.find((name) => !known.includes(name));
  if (strange !== undefined) {
    const message = `There is no check ${JSON.stringify(strange)}.`;
    throw new CannotRun("doctor/unknown-check", message, didYouMean(strange, known));
  }
  return checks.filter(({ name }) => names.includes(name));
}

// What a broken config says about a server would be nonsense.
async function refuse(open: OpenProject, options: Options, terminal: Terminal): Promise<ExitCode> {
  const summary = `not ok  ${open.file}: nothing was examined, since the config has errors`;
  await writeProblems(open.problems, summary, options, terminal);
  return 2;
}

// One line on stderr that goes away by itself; nothing where nobody watches.
function progressOn({ stderr }: Terminal, count: number): { show(done: number): void; clear(): void } {
  if (!stderr.isTTY) return { show: () => {}, clear: () => {} };
  const show = (done: number) => stderr.write(`\r\u001b[2Kexamining: ${done} of ${count} checks`);
  show(0);
  return { show, clear: () => stderr.write("\r\u001b[2K") };
}
