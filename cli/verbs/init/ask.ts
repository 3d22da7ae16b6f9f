// Gets the answers of init: from options, from a person, or from what the repository tells, each judged by the rules.
import type { Problem } from "../../../config/problem";
import { CannotRun } from "../../cannot-run";
import type { Answers, SiteAnswer } from "../../draft/draft";
import { faultAt } from "../../draft/judge";
import type { Questions } from "../../questions";
import type { Backend } from "../../survey/backends";
import { type FrontendApp, frameworks } from "../../survey/frontends";
import { type Around, bucketField, type Field, serverFields, settingsField } from "./fields";
import type { InitOptions } from "./init";

export interface Asked {
  readonly answers: Answers;
  /** What is wrong with options that were given. */
  readonly problems: readonly Problem[];
  readonly frontend: FrontendApp | null;
  readonly backend: Backend | null;
}

interface Interview {
  readonly options: InitOptions;
  /** null: nobody is there to ask. */
  readonly questions: Questions | null;
  readonly problems: Problem[];
  /** Options that are needed and were not given. */
  readonly missing: string[];
}

/** @throws CannotRun where an answer is missing and nobody can be asked */
export async function ask(around: Around, options: InitOptions, questions: Questions | null): Promise<Asked> {
  const interview: Interview = { options, questions, problems: [], missing: [] };
  let answers: Partial<Answers> = {};
  for (const field of serverFields(around, options)) {
    answers = { ...answers, ...(await askField(field, interview)) };
    if (field.key === "host") answers = { ...answers, ...(await askAddressKind(answers, interview)) };
  }
  const frontend = await askFrontend(around, interview);
  const site = frontend && (await askField(bucketField(answers.name ?? "app", siteOf(frontend)), interview));
  const backend = await askBackend(around, interview);
  const settings = backend === null ? await askSettings(interview) : { settingsFile: backend.settingsFile };
  if (interview.missing.length > 0) throw unanswered(around.command, interview.missing);
  return {
    answers: { site: null, ...answers, ...site, ...settings } as Answers,
    problems: interview.problems,
    frontend,
    backend,
  };
}

async function askField(
  field: Field,
  { options, questions, problems, missing }: Interview,
): Promise<Partial<Answers>> {
  const { key, option, message, initial, example, isOptional = false } = field;
  const given = options[key] as string | undefined;
  if (given === undefined && questions) {
    const fault = (text: string) => faultText(field, text.trim());
    const asked = { message, fault, ...(initial && { initial }), ...(example && { example }) };
    return field.answer((await questions.text(asked)).trim());
  }
  const text = given ?? initial ?? (isOptional ? "" : undefined);
  if (text === undefined) {
    missing.push(option);
    return {};
  }
  const problem = faultOf(field, text);
  if (problem) problems.push(problem);
  return field.answer(text);
}

function faultText(field: Field, text: string): string | null {
  if (text === "" && !field.isOptional) return "An answer is needed here.";
  const problem = faultOf(field, text);
  return problem && `${problem.message} ${problem.fix}`;
}

function faultOf(field: Field, text: string): Problem | null {
  const fault = text === "" && field.isOptional ? null : faultAt(field.path, field.answer(text));
  // No file says it yet.
  const { place: _, ...problem } = fault ?? {};
  return fault && (problem as Problem);
}

async function askAddressKind(
  { host }: Partial<Answers>,
  { options, questions }: Interview,
): Promise<Partial<Answers>> {
  if (!questions || options.host !== undefined || options.bareIp || host?.kind !== "nip.io" || host.notation)
    return {};
  const kind = await questions.choose({
    message: "How will browsers reach this address?",
    options: [
      {
        value: "nip.io",
        label: `https://${host.ip}.nip.io`,
        hint: "a free name; its certificate limit is shared with everybody",
      },
      {
        value: "ip",
        label: `https://${host.ip}`,
        hint: "a certificate for six days at a time; Certbot 5.4 or newer",
      },
    ],
  });
  return kind === "ip" ? { host: { kind: "ip", ip: host.ip } } : {};
}

const NONE = "none";

async function askFrontend(
  { survey }: Around,
  { options, questions }: Interview,
): Promise<FrontendApp | null> {
  const { frontends } = survey;
  if (options.frontend === NONE) return null;
  const folder = options.frontend?.replace(/^\.\/|^\.$|\/+$/g, "");
  if (folder !== undefined) return frontends.find((one) => one.folder === folder) ?? planned(folder);
  if (frontends.length === 1 || !questions) return frontends[0] ?? null;
  if (frontends.length === 0) return askFramework(questions);
  const chosen = await questions.choose({
    message: "Which front end does CloudFront serve?",
    options: [
      ...frontends.map((one) => ({ value: one.envFile, label: one.folder || ".", hint: one.framework })),
      { value: NONE, label: "none of them" },
    ],
  });
  return frontends.find(({ envFile }) => envFile === chosen) ?? null;
}

async function askFramework(questions: Questions): Promise<FrontendApp | null> {
  const chosen = await questions.choose({
    message: "No front end found here. What will there be?",
    options: [
      ...[...frameworks].reverse().map(({ name, envPrefix }) => ({
        value: name as string,
        label: name,
        hint: `in frontend/, variables ${envPrefix}…`,
      })),
      { value: NONE, label: "none" },
    ],
  });
  return chosen === NONE ? null : planned("frontend", chosen);
}

/** A front end that is not there yet, or that no file tells of, by its framework's defaults. */
function planned(folder: string, name: string = "Vite"): FrontendApp {
  const { package: _, ...framework } = frameworks.find((one) => one.name === name)!;
  const envFile = folder === "" ? ".env.production" : `${folder}/.env.production`;
  return {
    ...framework,
    framework: framework.name,
    folder,
    envFile,
    isStatic: true,
    isSinglePage: name !== "Next.js",
    variables: [],
  };
}

function siteOf({ envFile, envPrefix, isSinglePage }: FrontendApp): Omit<SiteAnswer, "bucket"> {
  return { envFile, envPrefix, isSinglePage };
}

async function askBackend({ survey }: Around, { options, questions }: Interview): Promise<Backend | null> {
  const { backends } = survey;
  if (options.settingsFile !== undefined) return null;
  if (backends.length <= 1 || !questions) return backends[0] ?? null;
  const chosen = await questions.choose({
    message: "Which Django project is behind the server?",
    options: backends.map(({ ownSettings, folder }) => ({
      value: ownSettings,
      label: ownSettings,
      hint: folder || ".",
    })),
  });
  return backends.find(({ ownSettings }) => ownSettings === chosen)!;
}

// Where the repository tells of no Django, only a person or an option can.
async function askSettings(interview: Interview): Promise<Partial<Answers>> {
  const { options, questions } = interview;
  if (options.settingsFile === NONE || (options.settingsFile === undefined && !questions))
    return { settingsFile: null };
  return askField(settingsField(), interview);
}

function unanswered(command: string, options: readonly string[]): CannotRun {
  const names = options.map((option) => option.split(" ")[0]!);
  const [last, ...others] = [...names].reverse();
  const list = others.length === 0 ? last : `${others.reverse().join(", ")} and ${last}`;
  return new CannotRun(
    "config/unanswered",
    `Nothing was written: ${list} ${names.length === 1 ? "is" : "are"} not known, and nobody can be asked.`,
    `${command}${/ (-y|--yes)\b/.test(command) ? "" : " --yes"} ${options.map((option) => option.replace(/<(.*)>/, (_, what: string) => what.toUpperCase().replaceAll(" ", "_"))).join(" ")}`,
  );
}
