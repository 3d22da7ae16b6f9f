// Whether an association names what CloudFront can run: a numbered version in us-east-1, or a function that is live.
import type { Association } from "./associations";
import { at, type Block, isLiteral, many, reference, resolved } from "./read";
import type { Seen, StaticFault } from "./seen";

const literalArn = /^arn:aws[\w-]*:lambda:([\w-]+):\d+:function:[\w-]+(?::(.+))?$/;

/** @returns what is wrong with the version that CloudFront is told to run */
export function lambdaVersion(json: Block, { arn, distribution, path }: Association): Seen[] {
  const wrong = (message: string): Seen => ({ ...unpublished, block: distribution, message });
  const where = `The behavior ${path}`;
  const to = reference(arn);
  if (to?.address.startsWith("aws_lambda_alias.")) return [wrong(`${where} names an alias of the function.`)];
  if (to?.address.startsWith("aws_lambda_function.")) return referredVersion(json, to, where, wrong);
  const [, region, qualifier] = literalArn.exec(typeof arn === "string" ? arn : "") ?? [];
  if (region === undefined) return [{ unread: `lambda_arn of ${distribution} ${path}` }];
  const elsewhere = region === "us-east-1" ? [] : [regionFault(distribution, region)];
  return isNumbered(qualifier)
    ? elsewhere
    : [...elsewhere, wrong(`${where} names ${qualifier ?? "the function itself"} and no version.`)];
}

function referredVersion(
  json: Block,
  { address, attribute, rest }: NonNullable<ReturnType<typeof reference>>,
  where: string,
  wrong: (message: string) => Seen,
): Seen[] {
  if (attribute === "arn" && isNumbered(rest.slice(1))) {
    return rest.includes("${") ? publishes(json, address) : [];
  }
  if (attribute === "qualified_arn" && rest === "") return publishes(json, address);
  return [
    wrong(
      attribute === "arn"
        ? `${where} names ${rest === "" ? "the function itself" : rest.slice(1)} and no version.`
        : `${where} names the function's ${attribute}, which is no ARN of a version.`,
    ),
  ];
}

function isNumbered(qualifier: string | undefined): boolean {
  return /^(\d+|\$\{aws_lambda_function\.[\w-]+(\[[^\]]*\])?\.version\})$/.test(qualifier ?? "");
}

// Without `publish`, the newest "version" of a function is $LATEST.
function publishes(json: Block, address: string): Seen[] {
  const found = at(json, address);
  if (!found) return [{ unread: address }];
  const publish = resolved(json, found.block["publish"] ?? false);
  if (!isLiteral(publish)) return [{ unread: `publish of ${address}` }];
  if (String(publish) === "true") return [];
  const message = "The function publishes no version, so its qualified ARN ends in $LATEST.";
  return [{ ...unpublished, block: address, attribute: "publish", message }];
}

const unpublished = {
  code: "doctor/edge-version",
  attribute: "lambda_function_association",
  fix: "Write `publish = true` on the function, let the behavior name its `qualified_arn`, and deploy.",
} as const satisfies Partial<StaticFault>;

function regionFault(block: string, region: string): StaticFault {
  return {
    ...{ code: "doctor/edge-region", block, attribute: "provider" },
    message: `The function is made in ${region}; CloudFront takes Lambda functions from us-east-1 alone.`,
    fix: "Make the function with a provider for us-east-1, and associate that one.",
  };
}

/** @returns what is wrong with the region that the function is made in */
export function lambdaRegion(json: Block, address: string, block: Block): Seen[] {
  const name = /^(?:\$\{)?aws\.([\w-]+)\}?$/.exec(String(block["provider"] ?? ""))?.[1];
  const providers = many(json["provider"]).flatMap(({ aws }) => many(aws));
  const provider = providers.find(({ alias }) => (alias ?? undefined) === name);
  // AWS provider 6 takes a region on each resource.
  const region = resolved(json, block["region"] ?? provider?.["region"]);
  if (typeof region !== "string" || !isLiteral(region)) return [{ unread: `the region of ${address}` }];
  return region === "us-east-1" ? [] : [regionFault(address, region)];
}
