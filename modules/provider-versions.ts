// Which AWS providers the Terraform is for, and the values that only provider 6 takes.
import type { Distribution, Terraform } from "../config/project";

export type AwsProviderTarget = Terraform["awsProvider"];

/** The bindings would demand exactly 6.25.0, the version that @cdktf/provider-aws 21.22.1 was made from. */
export const providerVersions: Readonly<Record<AwsProviderTarget, string>> = {
  "6": ">= 6.25.0, < 7.0.0",
  "5.100": "~> 5.100",
};

/** For each setting: values that need provider 6, and what 5.100 gets instead. */
export const needsProvider6 = {
  // Source: aws_cloudfront_distribution of 5.100.0, whose list of policies ends here.
  minimumProtocolVersion: { "TLSv1.2_2025": "TLSv1.2_2021", "TLSv1.3_2025": "TLSv1.2_2021" },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

/**
 * Arguments that need provider 6, so the constructs write none of them; us-east-1 is reached by a provider alias.
 * Source: the schemas of 5.100.0 and 6.25.0 compared, for the resources in modules/.
 */
export const argumentsOfProvider6: readonly string[] = [
  "*.region",
  "aws_acm_certificate.options.export",
  "aws_cloudfront_distribution.anycast_ip_list_id",
  "aws_cloudfront_distribution.origin.response_completion_timeout",
  "aws_cloudfront_distribution.origin.custom_origin_config.ip_address_type",
  "aws_s3_bucket_public_access_block.skip_destroy",
  "aws_s3_bucket_server_side_encryption_configuration.rule.blocked_encryption_types",
];

interface Settings {
  minimumProtocolVersion: Distribution["minimumProtocolVersion"];
}

/** @returns the value, or what stands in for it with the provider of the target */
export function supportedValue<S extends keyof Settings>(
  target: AwsProviderTarget,
  setting: S,
  value: Settings[S],
): Settings[S] {
  const substitutes = needsProvider6[setting] as Readonly<Record<string, Settings[S]>>;
  return target === "6" ? value : (substitutes[value] ?? value);
}
