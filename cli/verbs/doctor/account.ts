// --aws: CloudFront's API by the AWS SDK of publish, whose bundle is loaded when the first distribution is asked for.
import { join } from "node:path";
import { partitionOf } from "../../../config/partition";
import type { Project } from "../../../config/project";
import type { Account } from "../../../doctor";
import type * as Program from "../../../publish";
import { requireBundle } from "../../bundle";
import { seconds } from "../../duration";

export interface AccountOptions {
  readonly aws?: boolean;
  readonly cloudfrontEndpointUrl?: string;
  readonly timeout: string;
}

/** @returns null unless one of the options asks for it */
export function account({ region }: Project, options: AccountOptions): Account | null {
  const { aws, cloudfrontEndpointUrl: endpoint, timeout } = options;
  if (!aws && endpoint === undefined) return null;
  const connectMs = seconds(timeout, "--timeout") * 1000;
  const common = { partition: partitionOf(region).name, ...(endpoint === undefined ? {} : { endpoint }) };
  return {
    distribution: (distributionId) => {
      const program = requireBundle(join(__dirname, "publish.js")) as typeof Program;
      return program.readDistribution({ ...common, distributionId }, { connectMs, answerMs: connectMs * 3 });
    },
  };
}
