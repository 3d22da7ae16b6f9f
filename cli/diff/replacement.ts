// Settings for which the AWS provider makes a resource anew instead of changing it.

// Source: "Forces new resource" in the provider's documentation of each type, 6.25.
const forcesNew: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ["domain_name", "subject_alternative_names", "validation_method"],
  aws_cloudfront_key_group: [],
  aws_cloudfront_public_key: ["name", "encoded_key"],
  aws_iam_role: ["name"],
  aws_iam_role_policy: ["name", "role"],
  aws_lambda_function: ["function_name"],
  aws_route53_record: ["name", "type", "zone_id"],
  aws_s3_bucket: ["bucket"],
  aws_s3_bucket_policy: ["bucket"],
  aws_security_group: ["name", "description", "vpc_id"],
  aws_vpc_security_group_ingress_rule: ["security_group_id"],
  aws_vpc_security_group_egress_rule: ["security_group_id"],
  aws_wafv2_web_acl: ["name", "scope"],
  aws_kms_key: ["customer_master_key_spec", "key_usage", "multi_region"],
};

/** @param path of a changed setting, from the resource inwards */
export function replaces(address: string, path: readonly string[]): boolean {
  const type = address.split(".")[0]!;
  return forcesNew[type]?.includes(path[0]!) ?? false;
}
