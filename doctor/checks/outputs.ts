// outputs: does the outputs file say what is really there?
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { shellLine } from "../command";
import { outputsFile } from "../../config/outputs";

export const outputs: Check = {
  name: "outputs",
  title: "the outputs file is of the deployment that is there",
  run: async (examination) => judgeAll(examination),
};

async function judgeAll(examination: Examination): Promise<Finding[]> {
  const { project } = examination;
  const file = outputsFile(project.environment);
  const about: About = { check: "outputs", leg: "files", subject: file };
  const missing = [...new Set(project.pending.map(({ what }) => what))];
  const known = Object.values(project.distributions).flatMap(({ domainName }) => domainName ?? []);
  if (missing.length + known.length === 0)
    return [notApplicable(about, "Nothing of the project comes from a deploy.")];
  const pending =
    missing.length > 0 ? [unknown(about, `It lacks ${missing.join(", ")}: deploy with --outputs-file.`)] : [];
  return [...pending, ...(await Promise.all(known.map((name) => ofDomain(name, about, examination))))];
}

async function ofDomain(
  name: string,
  { check, leg, subject }: About,
  { world }: Examination,
): Promise<Finding> {
  const about: About = { check, leg, subject: `${subject}: ${name}` };
  const resolved = await world.resolve(name);
  if (resolved.kind === "unknown") return unknown(about, resolved.reason);
  if (resolved.kind === "addresses" && resolved.given)
    return unknown(about, "--resolve says where it is; DNS was not asked.");
  const command = shellLine(["dig", "+short", name]);
  if (resolved.kind === "addresses") return ok(about, "The distribution of the file exists.", [], command);
  return error("doctor/outputs-stale", about, {
    message: "The outputs file names a distribution that is not there any more.",
    symptom: "settings and env files with a name that leads nowhere",
    fix: "Run `cdktf deploy --outputs-file` again, then `httpsmith generate`, and commit both.",
    command,
  });
}
