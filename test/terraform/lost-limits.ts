// Limits of blocks that the bindings lose: they keep "one" and "many" only.

interface Limits {
  readonly min_items?: number;
  readonly max_items?: number;
}

const distribution = "aws_cloudfront_distribution";

/** By path of the block. Source: schema of AWS provider 6.25.0. */
export const blockLimits: Readonly<Record<string, Limits>> = {
  [`${distribution}.default_cache_behavior.function_association`]: { max_items: 2 },
  [`${distribution}.default_cache_behavior.lambda_function_association`]: { max_items: 4 },
  [`${distribution}.ordered_cache_behavior.function_association`]: { max_items: 2 },
  [`${distribution}.ordered_cache_behavior.lambda_function_association`]: { max_items: 4 },
  [`${distribution}.origin_group.member`]: { min_items: 2, max_items: 2 },
  "aws_s3_bucket_cors_configuration.cors_rule": { max_items: 100 },
  "aws_s3_bucket_replication_configuration.rule": { max_items: 1000 },
  "aws_wafv2_web_acl.data_protection_config.data_protection": { max_items: 26 },
  "aws_wafv2_web_acl_logging_configuration.redacted_fields": { max_items: 100 },
};
