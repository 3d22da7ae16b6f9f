// Cdn by the AWS SDK: one distribution.
import {
  CloudFrontClient,
  CreateInvalidationCommand,
  GetInvalidationCommand,
} from "@aws-sdk/client-cloudfront";
import { awsFailure } from "./aws-failure";
import type { Cdn } from "./storage";

export interface CloudFrontSettings {
  /** CloudFront's id, `E2QWRUHAPOMQZL`. */
  readonly distributionId: string;
  /** In place of AWS's own. */
  readonly endpoint?: string;
  readonly partition: string;
}

export function cloudFrontCdn({
  distributionId: DistributionId,
  endpoint,
  partition,
}: CloudFrontSettings): Cdn {
  const client = new CloudFrontClient({
    // CloudFront is one service for all regions; its requests are signed for this one (AWS General Reference).
    region: partition === "aws-cn" ? "cn-northwest-1" : "us-east-1",
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: Number(process.env["AWS_MAX_ATTEMPTS"] ?? 8),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000 },
  });
  const ask = async <T>(action: string, send: () => Promise<T>): Promise<T> => {
    try {
      return await send();
    } catch (error) {
      const account = /\b\d{12}\b/.exec((error as Error).message)?.[0] ?? "ACCOUNT";
      const resource = `arn:${partition}:cloudfront::${account}:distribution/${DistributionId}`;
      throw awsFailure(error, { action, resource, target: DistributionId });
    }
  };
  return {
    probe: () => ask("cloudfront:CreateInvalidation", () => probe(client, DistributionId)),
    invalidate: (paths, CallerReference) =>
      ask("cloudfront:CreateInvalidation", async () => {
        const batch = { CallerReference, Paths: { Quantity: paths.length, Items: [...paths] } };
        const command = new CreateInvalidationCommand({ DistributionId, InvalidationBatch: batch });
        return (await client.send(command)).Invalidation?.Id ?? "";
      }),
    isDone: (Id) =>
      ask("cloudfront:GetInvalidation", async () => {
        const { Invalidation } = await client.send(new GetInvalidationCommand({ DistributionId, Id }));
        return Invalidation?.Status === "Completed";
      }),
  };
}

/**
 * Asks for an invalidation that CloudFront has to refuse, since the number of its paths is wrong: whoever may not
 * invalidate is told so, and nothing is invalidated. UNVERIFIED against AWS: that rights are judged before the batch.
 * If they are not, the probe finds nothing, and the real call says the same later.
 */
async function probe(client: CloudFrontClient, DistributionId: string): Promise<void> {
  const batch = { CallerReference: "httpsmith-probe", Paths: { Quantity: 2, Items: ["/httpsmith-probe"] } };
  try {
    await client.send(new CreateInvalidationCommand({ DistributionId, InvalidationBatch: batch }));
  } catch (error) {
    if (/^(InconsistentQuantities|InvalidArgument|MalformedXML|MalformedInput)$/.test((error as Error).name))
      return;
    throw error;
  }
}
