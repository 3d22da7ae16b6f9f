// outputs: does the outputs file say what is really there?
import { outputsFile } from "../../config/outputs";
import type { Distribution, Project } from "../../config/project";
import { isFromCloudFront } from "../cloudfront-answer";
import { curl, shellLine } from "../command";
import { get } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown, warning } from "../finding";
import { keyFindings } from "../known-keys";

export const outputs: Check = {
  name: "outputs",
  title: "the outputs file is of the deployment that is there",
  run: async (examination) => judgeAll(examination),
};

const redeploy = "Run `cdktf deploy --outputs-file` again, then `httpsmith generate`, and commit both.";

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const { project } = examination;
  const file = outputsFile(project.environment);
  const about: About = { check: "outputs", leg: "files", subject: file };
  const missing = [...new Set(project.pending.map(({ what }) => what))];
  const pending =
    missing.length > 0 ? [unknown(about, `It lacks ${missing.join(", ")}: deploy with --outputs-file.`)] : [];
  const known = Object.values(project.distributions).flatMap(({ domainName, aliases }) =>
    domainName === null ? [] : [{ domainName, aliases }],
  );
  const found = await Promise.all([
    ...known.map((one) => ofDomain(one.domainName, about, examination)),
    ...known.flatMap((one) => one.aliases.map((alias) => ofAlias(alias, one.domainName, about, examination))),
    keyFindings(about, examination),
  ]);
  const all = [...pending, ...older(about, examination), ...found.flat()];
  return all.length > 0 ? all : [notApplicable(about, "Nothing of the project comes from a deploy.")];
}

async function ofDomain(
  name: string,
  { check, leg, subject }: About,
  { world, ask }: Examination,
): Promise<Finding[]> {
  const about: About = { check, leg, subject: `${subject}: ${name}` };
  const resolved = await world.resolve(name);
  if (resolved.kind === "unknown") return [unknown(about, resolved.reason)];
  if (resolved.kind === "addresses" && resolved.given)
    return [unknown(about, "--resolve says where it is; DNS was not asked.")];
  const command = shellLine(["dig", "+short", name]);
  if (resolved.kind === "no-name") {
    return [
      error("doctor/outputs-stale", about, {
        message: "The outputs file names a distribution that is not there any more.",
        symptom: "settings and env files with a name that leads nowhere",
        fix: redeploy,
        command,
      }),
    ];
  }
  const answer = await ask(get({ host: name, path: "/" }));
  if (answer.kind !== "response")
    return [ok(about, "DNS knows the distribution of the file.", [["answer", "none"]], command)];
  if (!isFromCloudFront(answer)) return [unknown(about, "What answers there is not CloudFront.")];
  const evidence = [["answer", `${answer.status} from CloudFront`]] as const;
  const show = curl(world, `https://${name}/`, "-sI");
  return [ok(about, "The distribution of the file is there and answers.", evidence, show)];
}

// An alias record of Route 53 shows addresses alone; whether CloudFront knows the name, the check distribution sees.
async function ofAlias(
  alias: string,
  domainName: string,
  { check, leg, subject }: About,
  { world }: Examination,
): Promise<Finding[]> {
  if (alias.startsWith("*")) return [];
  const target = await world.canonicalName(alias);
  if (target === null || !target.endsWith(".cloudfront.net")) return [];
  const about: About = { check, leg, subject: `${subject}: ${alias}` };
  const command = shellLine(["dig", "+short", alias, "CNAME"]);
  if (target === domainName)
    return [ok(about, `The name leads to ${domainName}, as the file has it.`, [], command)];
  return [
    warning("doctor/alias-other", about, {
      message: `DNS leads the name to ${target}; the outputs file has ${domainName}.`,
      symptom: "none as long as both distributions are there",
      fix: `${redeploy} If the file is right, let the record lead to ${domainName}.`,
      command,
    }),
  ];
}

// cdktf writes the outputs of a stack anew with each deploy, so what is left over tells that there was none since.
function older(about: About, { project, given }: Examination): Finding[] {
  const evidence = Object.entries(given.outputs).flatMap(([name, value]) => {
    const wanted = wantedOf(name, project);
    return wanted === undefined || wanted === value ? [] : [[name, contradiction(value, wanted)] as const];
  });
  if (evidence.length === 0) return [];
  return [
    warning("doctor/outputs-older", about, {
      message: "The config was changed since the deploy that wrote this file.",
      evidence,
      symptom: "answers of the configuration before",
      fix: redeploy,
      command: shellLine(["jq", `."${project.stack}"`, about.subject]),
    }),
  ];
}

function contradiction(value: string, wanted: string | null): string {
  return wanted === null ? `${value}; the config has none` : `${value}; the config has ${wanted}`;
}

/** @returns what the config says of an output; null for what it does not have, undefined where it leaves it open */
function wantedOf(name: string, project: Project): string | null | undefined {
  const { buckets, distributions, signingKeys, server } = project;
  const [, kind, id = ""] =
    /^(bucket|distribution|signing_key)_(.+?)_(?:domain_name|name|id)$/.exec(name) ?? [];
  if (kind === "bucket") return Object.hasOwn(buckets, id) ? buckets[id]!.name : null;
  if (kind === "distribution")
    return Object.hasOwn(distributions, id) ? imported(distributions[id]!, name) : null;
  if (kind === "signing_key") return signingKeys.some((key) => key.id === id) ? undefined : null;
  if (name !== "server_security_group_id" || !server?.securityGroup) return undefined;
  return "id" in server.securityGroup ? server.securityGroup.id : undefined;
}

function imported({ importId }: Distribution, name: string): string | undefined {
  return name.endsWith("_id") ? (importId ?? undefined) : undefined;
}
