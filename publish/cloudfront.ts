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

export function cloudFrontCdn(settings: CloudFrontSettings): Cdn {
  const { distributionId: DistributionId } = settings;
  const client = cloudFrontClient(settings, { attempts: 8, connectMs: 5_000, answerMs: 60_000 });
  const ask = <T>(action: string, send: () => Promise<T>) => asked(settings, action, send);
  return {
    probe: () => ask("cloudfront:CreateInvalidation", () => probe(client, DistributionId)),
    probeWait: () => ask("cloudfront:GetInvalidation", () => probeWait(client, DistributionId)),
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

export interface Limits {
  /** How often the SDK tries a request, unless AWS_MAX_ATTEMPTS says otherwise. */
  readonly attempts: number;
  readonly connectMs: number;
  readonly answerMs: number;
}

export function cloudFrontClient(
  { endpoint, partition }: CloudFrontSettings,
  { attempts, connectMs, answerMs }: Limits,
): CloudFrontClient {
  return new CloudFrontClient({
    // CloudFront is one service for all regions; its requests are signed for this one (AWS General Reference).
    region: partition === "aws-cn" ? "cn-northwest-1" : "us-east-1",
    ...(endpoint === undefined ? {} : { endpoint }),
    maxAttempts: Number(process.env["AWS_MAX_ATTEMPTS"] ?? attempts),
    requestHandler: { connectionTimeout: connectMs, socketTimeout: answerMs },
  });
}

/** @throws Failure that names the right to this distribution where it is missing */
export async function asked<T>(
  { distributionId, partition }: CloudFrontSettings,
  action: string,
  send: () => Promise<T>,
): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const account = /\b\d{12}\b/.exec((error as Error).message)?.[0] ?? "ACCOUNT";
    const resource = `arn:${partition}:cloudfront::${account}:distribution/${distributionId}`;
    throw awsFailure(error, { action, resource, target: distributionId });
  }
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

/** Asks after an invalidation that is not there. UNVERIFIED against AWS, and harmless, for the same reason. */
async function probeWait(client: CloudFrontClient, DistributionId: string): Promise<void> {
  try {
    await client.send(new GetInvalidationCommand({ DistributionId, Id: "IHTTPSMITHPROBE" }));
  } catch (error) {
    if (!/^(NoSuchInvalidation|InvalidArgument)$/.test((error as Error).name)) throw error;
  }
}
