// A distribution as CloudFront's API describes it: one call that reads, for `doctor --aws`.
import { type CacheBehavior, type Distribution, GetDistributionCommand } from "@aws-sdk/client-cloudfront";
import { asked, type CloudFrontSettings, cloudFrontClient, type Limits } from "./cloudfront";
import { Failure } from "./problem";

/** @returns what can be compared with a config, or why it cannot be read; headers of origins, which may be secrets, stay out */
export async function readDistribution(settings: CloudFrontSettings, limits: Omit<Limits, "attempts">) {
  // The SDK's notice about versions of Node is for those who choose the SDK.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
  const client = cloudFrontClient(settings, { attempts: 2, ...limits });
  const command = new GetDistributionCommand({ Id: settings.distributionId });
  try {
    const answer = await asked(settings, "cloudfront:GetDistribution", () => client.send(command));
    return { kind: "read", ...factsOf(answer.Distribution!) } as const;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const [{ code, message, fix }] = error.problems;
    if (code === "publish/no-such-distribution") return { kind: "missing" } as const;
    // The others speak of what a publish leaves behind.
    const isOurs = /credentials$|access-denied$/.test(code);
    return { kind: "refused", reason: isOurs ? `${message} ${fix}` : message } as const;
  } finally {
    client.destroy();
  }
}

function factsOf({
  DomainName,
  Status,
  LastModifiedTime,
  ActiveTrustedKeyGroups: groups,
  DistributionConfig: config,
}: Distribution) {
  const { CacheBehaviors, DefaultCacheBehavior, Origins, Aliases, ViewerCertificate } = config!;
  return {
    domainName: DomainName ?? "",
    /** "Deployed", or "InProgress" while edge locations still have the configuration before. */
    status: Status ?? "",
    modified: LastModifiedTime ?? null,
    enabled: config!.Enabled ?? false,
    aliases: Aliases?.Items ?? [],
    origins: (Origins?.Items ?? []).map((one) => one.DomainName ?? ""),
    behaviors: [
      ...(CacheBehaviors?.Items ?? []).map((one) => behaviorOf(one, one.PathPattern ?? "")),
      behaviorOf(DefaultCacheBehavior!, "*"),
    ],
    keyIds: (groups?.Items ?? []).flatMap(({ KeyPairIds }) => KeyPairIds?.Items ?? []),
    webAcl: config!.WebACLId || null,
    certificate: ViewerCertificate?.ACMCertificateArn ?? null,
    minimumProtocolVersion: ViewerCertificate?.MinimumProtocolVersion ?? "",
    rootObject: config!.DefaultRootObject ?? "",
    ipv6: config!.IsIPV6Enabled ?? false,
    httpVersion: (config!.HttpVersion ?? "").toLowerCase(),
  };
}

type Rules = Pick<CacheBehavior, "TrustedKeyGroups" | "LambdaFunctionAssociations" | "FunctionAssociations">;

function behaviorOf(
  { TrustedKeyGroups, LambdaFunctionAssociations, FunctionAssociations }: Rules,
  path: string,
) {
  const events = [...(LambdaFunctionAssociations?.Items ?? []), ...(FunctionAssociations?.Items ?? [])];
  return {
    path,
    signed: TrustedKeyGroups?.Enabled ?? false,
    events: events.map(({ EventType }) => String(EventType)),
  };
}
