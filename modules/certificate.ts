// An ACM certificate for a distribution, validated through Route 53.
import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";

export interface SiteCertificateProps {
  /** Names that it covers, at least one; the first is the certificate's own. */
  readonly domainNames: readonly string[];
  /** Route 53 hosted zone of the names, "Z…". */
  readonly zoneId: string;
  /** An AWS provider for us-east-1: CloudFront takes certificates from nowhere else. */
  readonly provider: TerraformProvider;
}

// How long resolvers keep a validation record; ACM looks again at every renewal.
const recordTtlSeconds = 300;

export class SiteCertificate extends Construct {
  /** ARN of the issued certificate. What uses it waits for the validation; the bare certificate is refused. */
  readonly arn: string;

  constructor(scope: Construct, id: string, props: SiteCertificateProps) {
    super(scope, id);
    const [domainName, ...others] = props.domainNames;
    if (domainName === undefined) throw new Error("A certificate needs at least one domain name; got none.");
    const certificate = new AcmCertificate(this, "Resource", {
      provider: props.provider,
      domainName,
      subjectAlternativeNames: others,
      validationMethod: "DNS",
      lifecycle: { createBeforeDestroy: true },
    });
    const validation = new AcmCertificateValidation(this, "validation", {
      provider: props.provider,
      certificateArn: certificate.arn,
    });
    const records = this.records(certificate, props.zoneId);
    validation.addOverride(
      "validation_record_fqdns",
      `\${[for record in ${address(records)} : record.fqdn]}`,
    );
    this.arn = validation.certificateArn;
  }

  private records(certificate: AcmCertificate, zoneId: string): Route53Record {
    const records = new Route53Record(this, "record", {
      zoneId,
      name: "${each.value.resource_record_name}",
      type: "${each.value.resource_record_type}",
      records: ["${each.value.resource_record_value}"],
      ttl: recordTtlSeconds,
      // A name and its wildcard share one record, and a certificate that is being replaced shares it with the next.
      allowOverwrite: true,
    });
    // By hand: CDKTF's iterator makes a list of the set, and Terraform then knows none of the keys before the apply.
    records.addOverride(
      "for_each",
      `\${{ for option in ${address(certificate)}.domain_validation_options : option.domain_name => option }}`,
    );
    return records;
  }
}

function address({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
