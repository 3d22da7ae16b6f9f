// buckets: is each bucket there, in its region, and closed to strangers? S3 says so to anybody who asks.
import { behaviorOrigins } from "../../config/behavior-origins";
import type { Bucket } from "../../config/project";
import { curl } from "../command";
import { get, noAnswer } from "../entrance";
import type { Check, Examination } from "../examination";
import { type About, error, type Finding, notApplicable, ok, unknown } from "../finding";
import { header, type Response } from "../http/exchange";
import { bucketHost } from "../targets";

export const buckets: Check = {
  name: "buckets",
  title: "each bucket is there, in its region, and lists nothing to strangers",
  run: async (examination) => {
    const all = Object.values(examination.project.buckets);
    const about: About = { check: "buckets", leg: "files", subject: "buckets" };
    if (all.length === 0) return [notApplicable(about, "The project has no bucket.")];
    return Promise.all(all.map((bucket) => ofBucket(bucket, examination)));
  },
};

async function ofBucket(bucket: Bucket, examination: Examination): Promise<Finding> {
  const { project, ask, world } = examination;
  const host = bucketHost(bucket, project);
  const about: About = { check: "buckets", leg: legOf(bucket, examination), subject: bucket.name };
  const answer = await ask(get({ host, path: "/" }, { method: "HEAD" }));
  if (answer.kind !== "response") return noAnswer(about, answer);
  if (header(answer, "x-amz-request-id") === null) return unknown(about, "What answers is not S3.");
  const command = curl(world, `https://${host}/`, "-sI");
  return judge(bucket, answer, { about, command, examination });
}

function legOf({ id }: Bucket, { project }: Examination): About["leg"] {
  const origins = Object.values(project.distributions).flatMap(({ behaviors }) =>
    behaviors.flatMap(behaviorOrigins),
  );
  return origins.some((origin) => origin.kind === "bucket" && origin.bucket === id)
    ? "cloudfront-bucket"
    : "files";
}

interface On {
  readonly about: About;
  readonly command: string;
  readonly examination: Examination;
}

// Amazon S3 API Reference, HeadBucket: the region is told to everybody; 403 says that the bucket is somebody's, 404
// that it is nobody's.
function judge(bucket: Bucket, answer: Response, { about, command, examination }: On): Finding {
  const region = header(answer, "x-amz-bucket-region");
  const wanted = examination.project.region;
  const evidence = [
    ["status", String(answer.status)],
    ["region", region ?? "none"],
  ] as const;
  if (answer.status === 404) return missing(bucket, { about, command, examination });
  if (region === null) return unknown(about, `S3 answers ${answer.status} without the region.`, evidence);
  if (region !== wanted) {
    return error("doctor/bucket-region", about, {
      message: `The bucket is in ${region}; the config has ${wanted}.`,
      evidence,
      symptom: "400 with AuthorizationHeaderMalformed, or 301, from CloudFront",
      fix: `Write "region": "${region}" into the config, or take another name: those of buckets are the same all over the world, and this one may be somebody else's.`,
      command,
    });
  }
  if (answer.status === 200) {
    return error("doctor/bucket-open", about, {
      message: "Anybody may list what is in the bucket.",
      evidence,
      symptom: "none; strangers read the names of all objects",
      fix: "Take s3:ListBucket for everybody out of the bucket's policy and ACL, and deploy: the Terraform blocks public access.",
      command,
    });
  }
  return ok(about, `A bucket of this name is in ${region}. S3 does not say whose it is.`, evidence, command);
}

function missing(bucket: Bucket, { about, command, examination }: On): Finding {
  const isDeployed = examination.given.outputs[`bucket_${bucket.id}_name`] !== undefined || bucket.import;
  if (!isDeployed)
    return unknown(about, "There is no such bucket; the outputs file does not name it either.");
  return error("doctor/bucket-missing", about, {
    message: "There is no such bucket.",
    symptom: "404 with NoSuchBucket",
    fix: "Run `cdktf deploy`, then publish the files again: what was in a deleted bucket is gone.",
    command,
  });
}
