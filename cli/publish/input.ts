// The command line and the project as what publish/ works on.
import { relative, resolve } from "node:path";
import { partitionOf } from "../../config/partition";
import type { Distribution, Project } from "../../config/project";
import type * as Program from "../../publish";
import { seconds } from "../duration";
import type { OpenProject } from "../open-project";
import type { Terminal } from "../terminal";
import type { PublishOptions } from "../verbs/publish";

export interface Context {
  readonly open: OpenProject;
  readonly project: Project;
  readonly site: Program.PublishSite;
  readonly folder: string | undefined;
  readonly options: PublishOptions;
  readonly terminal: Terminal;
}

export function inputFor(
  target: Program.PublishSite["targets"][number],
  context: Context,
): Program.PublishInput {
  const { open, project, site, folder, options, terminal } = context;
  const { id, distributionId, publish: publishing } = site.distribution;
  const region = options.region ?? project.region;
  const { env } = terminal;
  const endpoint = options.endpointUrl;
  const isOther = endpoint ?? env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"];
  const partition = partitionOf(region).name;
  const cloudFrontEndpoint = options.cloudfrontEndpointUrl;
  return {
    target,
    owner: id,
    s3: {
      bucket: target.bucket,
      region,
      partition,
      pathStyle: isOther !== undefined,
      ...(endpoint === undefined ? {} : { endpoint }),
    },
    cloudFront: {
      distributionId: distributionId!,
      partition,
      ...(cloudFrontEndpoint === undefined ? {} : { endpoint: cloudFrontEndpoint }),
    },
    folder: target.isMain && folder !== undefined ? namedFolder(folder, publishing, terminal) : null,
    needsFolder: target.isMain,
    project: { root: open.root, display: open.display },
    rootObject: target.isMain ? site.rootObject : "",
    cacheRules: site.cacheRules,
    graceDays: publishing.graceDays,
    now: terminal.now(),
    mode: options.rollback ? "rollback" : "publish",
    isDryRun: options.dryRun === true,
    waitSeconds: options.wait === false ? 0 : seconds(options.wait, "--wait"),
  };
}

function namedFolder(folder: string, { allow, exclude }: Distribution["publish"], { cwd }: Terminal) {
  const absolute = resolve(cwd, folder);
  return { absolute, name: relative(cwd, absolute).replaceAll("\\", "/") || ".", allow, exclude };
}
