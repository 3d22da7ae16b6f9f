// What CloudFront's API would answer for a distribution that Terraform deploys: its block in the Terraform, as GetDistribution's XML.
import type { Project } from "../../../config/project";
import { namespace } from "../../e2e/publish/recording-cloudfront";
import { type Block, type Json, synthesized, type TerraformJson } from "../../modules/synthesized";

export interface Told {
  readonly domainName: string;
  readonly status?: "Deployed" | "InProgress";
  readonly keyIds?: readonly string[];
  /** Edits the Terraform block first: what somebody has changed by hand. */
  readonly edit?: (block: Json) => void;
}

/** Sent along as a header of each origin, as the secret of origin-verify is. */
export const secretOfOrigins = "secret-of-origins";

/** @returns the XML for each distribution by its id in the config */
export function distributionXmls(project: Project, told: (id: string) => Told): Record<string, string> {
  const json = synthesized(project);
  return Object.fromEntries(
    Object.keys(project.distributions).map((id) => {
      const block = structuredClone(json.resource["aws_cloudfront_distribution"]![`distribution_${id}`]!);
      const one = told(id);
      one.edit?.(block);
      return [id, xmlOf(block, one, { project, json })];
    }),
  );
}

interface Around {
  readonly project: Project;
  readonly json: TerraformJson;
}

function xmlOf(block: Block, { domainName, status = "Deployed", keyIds = [] }: Told, around: Around): string {
  const groups = element("ActiveTrustedKeyGroups", [
    element("Enabled", keyIds.length > 0),
    items(keyIds.length > 0 ? [keyIds] : [], (ids) =>
      element("KeyGroup", [
        element("KeyGroupId", "1f2a3b4c-0000-4000-8000-000000000000"),
        element(
          "KeyPairIds",
          items(ids, (id) => element("KeyPairId", id)),
        ),
      ]),
    ),
  ]);
  const certificate = block["viewer_certificate"];
  const config = element("DistributionConfig", [
    element("CallerReference", "terraform"),
    element(
      "Aliases",
      items(block["aliases"] ?? [], (alias) => element("CNAME", alias)),
    ),
    element("DefaultRootObject", block["default_root_object"] ?? ""),
    element(
      "Origins",
      items(block["origin"], (origin) => originXml(origin as Block, around)),
    ),
    element("DefaultCacheBehavior", rules(block["default_cache_behavior"])),
    element(
      "CacheBehaviors",
      items(block["ordered_cache_behavior"] ?? [], (one) =>
        element("CacheBehavior", [element("PathPattern", one.path_pattern), rules(one)]),
      ),
    ),
    element("Comment", block["comment"]),
    element("Enabled", block["enabled"]),
    element("ViewerCertificate", [
      element("CloudFrontDefaultCertificate", certificate.cloudfront_default_certificate ?? false),
      certificate.acm_certificate_arn ? element("ACMCertificateArn", certificate.acm_certificate_arn) : "",
      element("MinimumProtocolVersion", certificate.minimum_protocol_version ?? "TLSv1"),
    ]),
    element("WebACLId", block["web_acl_id"] ?? ""),
    element("HttpVersion", block["http_version"]),
    element("IsIPV6Enabled", block["is_ipv6_enabled"]),
  ]);
  return `<Distribution xmlns="${namespace}">${[
    element("Id", "E2QWRUHAPOMQZL"),
    element("Status", status),
    element("LastModifiedTime", "2026-11-26T12:00:00Z"),
    element("DomainName", domainName),
    groups,
    config,
  ].join("")}</Distribution>`;
}

function originXml(origin: Block, { project, json }: Around): string {
  return element("Origin", [
    element("Id", origin["origin_id"]),
    element("DomainName", hostOf(origin["domain_name"], json, project.region)),
    element(
      "CustomHeaders",
      items([secretOfOrigins], (value) =>
        element("OriginCustomHeader", [
          element("HeaderName", "X-Origin-Verify"),
          element("HeaderValue", value),
        ]),
      ),
    ),
  ]);
}

// A reference to a bucket or its website is what AWS makes of the bucket's name.
function hostOf(name: string, { resource }: TerraformJson, region: string): string {
  const [, type, id, attribute] = /^\$\{(\w+)\.([\w-]+)\.(\w+)\}$/.exec(name) ?? [];
  if (type === undefined) return name;
  if (type === "aws_s3_bucket") {
    const { bucket } = resource["aws_s3_bucket"]![id!]!;
    return attribute === "bucket_regional_domain_name" ? `${bucket}.s3.${region}.amazonaws.com` : bucket;
  }
  const website = resource[type]![id!]!["bucket"];
  return `${hostOf(website.replace(/\.\w+\}$/, ".bucket}"), { resource } as TerraformJson, region)}.s3-website.${region}.amazonaws.com`;
}

function rules(behavior: Block): string {
  const on = (name: string, blocks: readonly Block[]) =>
    items(blocks, (one) => element(name, element("EventType", one["event_type"])));
  const groups = behavior["trusted_key_groups"] ?? [];
  return [
    element("TargetOriginId", behavior["target_origin_id"]),
    element("TrustedKeyGroups", [element("Enabled", groups.length > 0), items(groups, () => "")]),
    element(
      "LambdaFunctionAssociations",
      on("LambdaFunctionAssociation", behavior["lambda_function_association"] ?? []),
    ),
    element("FunctionAssociations", on("FunctionAssociation", behavior["function_association"] ?? [])),
  ].join("");
}

function items<T = Json>(all: readonly T[], write: (one: T) => string): string {
  return `<Quantity>${all.length}</Quantity><Items>${all.map(write).join("")}</Items>`;
}

function element(name: string, value: unknown): string {
  const text = Array.isArray(value)
    ? value.join("")
    : typeof value === "string" && !value.startsWith("<")
      ? value.replaceAll("&", "&amp;").replaceAll("<", "&lt;")
      : String(value);
  return `<${name}>${text}</${name}>`;
}
