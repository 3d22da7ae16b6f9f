// Why S3 refuses what CloudFront asks for: a missing object and a forbidden one look the same, but for the Terraform.
import { jq } from "../command";
import type { Entrance } from "../entrance";
import type { Examination } from "../examination";
import { type About, type Fault, type Finding, notApplicable, ok, warning } from "../finding";
import { bucketReading, type Reading } from "../terraform/bucket";

type Shown = Required<Pick<Fault, "evidence" | "command">>;

/** Without s3:ListBucket both are 403. A path of our own making need not exist. */
export function accessDenied(way: Entrance, about: About, shown: Shown, examination: Examination): Finding {
  const { path, distribution } = way;
  const reading = readingOf(way, examination);
  if (reading && reading.fault !== null) return forbidden(reading, about, shown, examination);
  if (path !== "/" || distribution?.defaultRootObject === "") {
    const message = "CloudFront answers; there is no object at this path,";
    return reading
      ? ok(about, `${message} the Terraform lets this distribution read.`, shown.evidence, shown.command)
      : notApplicable(
          about,
          `${message} or it may not be read: \`httpsmith synth\` writes the Terraform that tells.`,
          shown.evidence,
        );
  }
  const page = distribution?.defaultRootObject;
  return warning("doctor/access-denied", about, {
    message: reading
      ? `S3 refuses ${page}: it is not uploaded, since the Terraform lets this distribution read; or that is not deployed.`
      : `S3 refuses ${page}: it is not uploaded, or the bucket's policy does not let this distribution read.`,
    symptom,
    fix: "Upload the built app; if it is there, deploy again, since the bucket's policy names the distribution.",
    ...shown,
  });
}

const symptom = '403 with "AccessDenied" in XML';

function readingOf({ behavior, distribution }: Entrance, { project, given }: Examination): Reading | null {
  const origin = behavior?.origin ?? distribution?.behaviors.at(-1)?.origin;
  if (origin?.kind !== "bucket" || !given.terraform?.json) return null;
  const { name } = project.buckets[origin.bucket]!;
  return distribution ? bucketReading(given.terraform.json, name, distribution) : null;
}

function forbidden(
  { fault, block, attribute }: Reading,
  about: About,
  shown: Shown,
  { given }: Examination,
): Finding {
  return warning("doctor/access-denied", about, {
    message: `S3 refuses it, as the Terraform has it: ${fault}.`,
    symptom,
    fix: "Let the origin have an origin access control and the bucket's policy allow s3:GetObject to cloudfront.amazonaws.com with this distribution's ARN, as `httpsmith synth` writes both, and deploy.",
    evidence: [...shown.evidence, ["block", block]],
    command: jq(given.terraform?.files ?? [], `resource.${block}`, attribute),
  });
}
