// account: does CloudFront's API have of each distribution what config and outputs file say? Only with --aws.
import { outputsFile } from "../../config/outputs";
import type { Distribution, Project } from "../../config/project";
import type { Deployed } from "../account";
import { shellLine } from "../command";
import { differences } from "../deployed-differences";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown, warning } from "../finding";

export const account: Check = {
  name: "account",
  title: "CloudFront's API has of each distribution what the config says",
  run: async (examination) => {
    const all = Object.values(examination.project.distributions);
    const about: About = { check: "account", leg: "browser-cloudfront", subject: "distributions" };
    if (all.length === 0) return [notApplicable(about, "The project has no distribution.")];
    if (examination.given.account === null)
      return [notApplicable(about, "Ask with --aws to read the distributions with your AWS credentials.")];
    return (await Promise.all(all.map((one) => ofDistribution(one, examination)))).flat();
  },
};

async function ofDistribution(one: Distribution, { project, given }: Examination): Promise<Finding[]> {
  const { id, distributionId } = one;
  const about: About = { check: "account", leg: "browser-cloudfront", subject: id };
  const file = outputsFile(project.environment);
  if (distributionId === null)
    return [unknown(about, `Its id is not known: ${file} has no distribution_${id}_id.`)];
  const on = { ...about, subject: `${id} ${distributionId}` };
  const command = shellLine(["aws", "cloudfront", "get-distribution", "--id", distributionId]);
  const reading = await given.account!.distribution(distributionId);
  switch (reading.kind) {
    case "refused":
      return [unknown(on, reading.reason)];
    case "missing":
      return [error("doctor/outputs-stale", on, { ...gone(file), command })];
    case "read":
      return judge(reading, { about: on, one, project, file, command });
  }
}

function gone(file: string) {
  return {
    message: `This account has no distribution of the id that ${file} names.`,
    symptom: "settings and env files with a name that leads nowhere",
    fix: "If these are the credentials of the right account, run `cdktf deploy --outputs-file` again, then `httpsmith generate`, and commit both.",
  };
}

interface On {
  readonly about: About;
  readonly one: Distribution;
  readonly project: Project;
  readonly file: string;
  readonly command: string;
}

function judge(found: Deployed, { about, one, project, file, command }: On): Finding[] {
  const state = [
    ["status", found.status],
    ["changed", found.modified?.toISOString() ?? "unknown"],
  ] as const;
  const faults: Finding[] = [];
  if (one.domainName !== null && one.domainName !== found.domainName) {
    faults.push(
      error("doctor/outputs-stale", about, {
        message: `The distribution's domain name is ${found.domainName}; ${file} has ${one.domainName}.`,
        symptom: "settings and env files with the name of another distribution",
        fix: "Run `cdktf deploy --outputs-file` again, then `httpsmith generate`, and commit both.",
        command,
      }),
    );
  }
  if (one.enabled && !found.enabled) {
    faults.push(error("doctor/distribution-disabled", about, { ...disabled, evidence: state, command }));
  }
  const other = differences(one, project, found);
  if (other.length > 0) {
    faults.push(warning("doctor/distribution-differs", about, { ...differs, evidence: other, command }));
  }
  if (found.status === "InProgress") {
    faults.push(
      warning("doctor/distribution-in-progress", about, { ...underWay(one), evidence: state, command }),
    );
  }
  return faults.length > 0 ? faults : [ok(about, "CloudFront has what the config says.", state, command)];
}

const disabled = {
  message: "The distribution is disabled: it answers nobody.",
  symptom: "ERR_NAME_NOT_RESOLVED, or 403 from CloudFront",
  fix: "Deploy again, which enables it; with `enabled: false` in the config it stays off.",
};

const differs = {
  message: "CloudFront has another configuration than the config asks for.",
  symptom: "answers that do not fit the config",
  fix: "Run `cdktf deploy`: either the config was not deployed yet, or somebody changed the distribution by hand.",
};

const underWay = ({ distributionId }: Distribution) => ({
  message:
    "CloudFront is still bringing the last change to its edge locations: what other checks saw may be of the configuration before.",
  symptom: "old and new answers side by side, for some minutes",
  fix: `Wait with \`aws cloudfront wait distribution-deployed --id ${distributionId}\`, and run the doctor again.`,
});
