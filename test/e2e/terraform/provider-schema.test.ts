// The schema that is rebuilt from the bindings says what the real provider says, but for what changed between versions.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findAwsProvider } from "../../terraform/aws-provider";
import { bindingsInUse, bindingsSchema } from "../../terraform/bindings-schema";
import type { Attribute, AttributeType, Block, ProviderSchema } from "../../terraform/provider-schema";
import { terraformOk, writeJson } from "../../terraform/terraform";

// Arguments that provider 6 took away or declares otherwise than 5.100. Source: the schemas of both, compared.
const changedSince5: readonly RegExp[] = [
  /^aws_cloudfront_distribution\.logging_config\.bucket: /,
  /^aws_cloudfront_response_headers_policy\.etag: /,
  // Since destinations can be X-Ray, which has neither.
  /^aws_cloudwatch_log_delivery_destination\.(delivery_destination_type|\w+\.destination_resource_arn): /,
  /^aws_s3_bucket\.region: /,
  /^aws_s3_bucket_lifecycle_configuration\.rule\.noncurrent_version_\w+\.newer_noncurrent_versions: /,
  /^provider\.endpoints\.\w+: missing/,
];
// Kinds of WAF statements that modules/ does not write.
const unused = /^aws_wafv2_web_acl\.rule\.statement\..*: missing/;

const provider = findAwsProvider();
const title = provider
  ? `AWS provider ${provider.version}`
  : "AWS provider (skipped: needs terraform and a provider 5.100 or 6.25+, from a mirror or the registry)";

(provider ? test : test.skip)(
  `types, flags and limits of every resource in use are those of ${title}`,
  () => {
    const real = realSchema();
    const rebuilt = bindingsSchema([...new Set([...bindingsInUse(), "wafv2-web-acl"])]);
    const differences = [
      ...compare("provider", real.provider.block, rebuilt.provider.block),
      ...(["resource_schemas", "data_source_schemas"] as const).flatMap((section) =>
        Object.entries(rebuilt[section]).flatMap(([type, { block }]) =>
          compare(type, real[section][type]!.block, block),
        ),
      ),
    ];
    expect(
      differences.filter((text) => !unused.test(text) && !changedSince5.some((form) => form.test(text))),
    ).toEqual([]);
  },
);

function realSchema(): ProviderSchema {
  const { cliConfig, version } = provider!;
  const folder = mkdtempSync(join(tmpdir(), "httpsmith-terraform-"));
  try {
    const aws = { source: "hashicorp/aws", version };
    writeJson(folder, "main.tf.json", { terraform: { required_providers: { aws } } });
    terraformOk(folder, ["init"], cliConfig);
    const dump = JSON.parse(terraformOk(folder, ["providers", "schema", "-json"], cliConfig));
    return Object.values<ProviderSchema>(dump.provider_schemas)[0]!;
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(dirname(cliConfig), { recursive: true });
  }
}

// What only the rebuilt schema has came with version 6.
function compare(path: string, real: Partial<Block>, rebuilt: Block): string[] {
  return [
    ...Object.entries(real.attributes ?? {}).flatMap(([name, attribute]) =>
      differ(`${path}.${name}`, told(attribute), rebuilt.attributes[name] && told(rebuilt.attributes[name])),
    ),
    ...Object.entries(real.block_types ?? {}).flatMap(([name, nested]) => {
      const other = rebuilt.block_types[name];
      const limits = ({ nesting_mode, min_items = 0, max_items = 0 }: typeof nested) =>
        `${nesting_mode} of ${min_items} to ${max_items}`;
      return [
        ...differ(`${path}.${name}`, limits(nested), other && limits(other)),
        ...(other ? compare(`${path}.${name}`, nested.block, other.block) : []),
      ];
    }),
  ];
}

function differ(path: string, real: string, rebuilt: string | undefined): string[] {
  if (rebuilt === undefined) return [`${path}: missing`];
  return real === rebuilt ? [] : [`${path}: ${real}, rebuilt as ${rebuilt}`];
}

function told({ type, required, optional, computed }: Attribute): string {
  return JSON.stringify([sorted(type), required ?? false, optional ?? false, computed ?? false]);
}

function sorted(type: AttributeType): unknown {
  if (!Array.isArray(type)) return type;
  const [kind, of] = type as [string, Record<string, AttributeType> | AttributeType];
  if (kind !== "object") return [kind, sorted(of as AttributeType)];
  const fields = Object.entries(of).map(([name, one]) => [name, sorted(one)] as const);
  return [kind, fields.sort(([a], [b]) => a.localeCompare(b, "en"))];
}
