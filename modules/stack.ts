// One project as one Terraform stack. Its construct ids and output names are a public contract.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Bucket, Distribution, GitHubDeploy, Project, Server } from "../config/project";
import { declareBackend } from "./backend";
import { ContentBucket } from "./content-bucket";
import { DeployRole } from "./deploy-role";
import type { CdnDistribution } from "./distribution";
import { type EdgeFunctions, edgeFunctions } from "./edge-function";
import { GuardedStack } from "./guarded-stack";
import { known } from "./known";
import { projectDistribution } from "./project-distribution";
import { providerVersions } from "./provider-versions";
import { ServerIngress } from "./server-ingress";
import { SigningKeys } from "./signing-keys";
import { terraformString, terraformStrings } from "./terraform-string";

/** Where a stack says whose it is; Terraform skips it. Several projects may share an output folder. */
export const ownerMark = "//.httpsmith";

/**
 * Constructs, and the addresses of what they make (see GuardedStack):
 *
 * | construct id | for each | holds |
 * |---|---|---|
 * | `bucket_<id>` | bucket | aws_s3_bucket and its settings, the origin access control |
 * | `distribution_<id>` | distribution | aws_cloudfront_distribution |
 * | `certificate_<id>` | distribution with `certificate.create` | aws_acm_certificate, its validation and record |
 * | `logs_<id>` | distribution with logs of version 2 | aws_cloudwatch_log_delivery; its source and destination |
 * | `dns_<id>` | distribution with `dns` and aliases | aws_route53_record `dns_<id>_a`, `dns_<id>_aaaa`, `dns_<id>_https` |
 * | `waf_<id>` | distribution with rules of `waf` | aws_wafv2_web_acl |
 * | `alarms_<id>` | distribution with alarms | aws_cloudwatch_metric_alarm; aws_sns_topic where it is new |
 * | `metrics_<id>` | distribution with `additionalMetrics` | aws_cloudfront_monitoring_subscription |
 * | `requests_<id>_<log>` | real-time log | aws_cloudfront_realtime_log_config, its role |
 * | `signing_keys` | project with signing keys | aws_cloudfront_key_group; aws_cloudfront_public_key `signing_keys_<id>` |
 * | `edge_<id>` | Lambda@Edge function | aws_lambda_function; aws_iam_role `edge_<id>_role`, aws_iam_role_policy `edge_<id>_logs` |
 * | `edge_<id>` | CloudFront Function | aws_cloudfront_function; for origin-signature aws_cloudfront_key_value_store `edge_<id>_store` |
 * | `deploy_role` | project with `deploy.github` | aws_iam_role, aws_iam_role_policy `deploy_role_policy`, aws_iam_openid_connect_provider `deploy_role_github` |
 * | `server` | server with a security group | ingress rules; aws_security_group where it is new |
 *
 * Ids of the config have no underscore, so no two constructs meet at one address. Outputs:
 * `bucket_<id>_name`, `bucket_<id>_kms_statement`, `distribution_<id>_id`, `distribution_<id>_domain_name`,
 * `signing_key_<id>_id`, `edge_<id>_key_value_store_arn`, `server_security_group_id`, `deploy_role_arn`.
 */
export class ProjectStack extends GuardedStack {
  private readonly usEast1: AwsProvider;
  private readonly buckets: Readonly<Record<string, ContentBucket>>;
  private readonly signingKeys: SigningKeys | null;
  private readonly edge: EdgeFunctions;

  constructor(
    scope: Construct,
    private readonly project: Project,
    /** Folder that the files of custom edge handlers are relative to. */
    root = ".",
  ) {
    super(scope, project.stack);
    declareBackend(this, project.terraform.backend);
    this.addOverride(ownerMark, { project: project.name });
    this.usEast1 = this.addProviders();
    this.buckets = mapValues(project.buckets, (bucket) => this.addBucket(bucket));
    this.addBucketLogs();
    this.signingKeys = this.addSigningKeys();
    this.edge = this.addEdge(root);
    const distributions = mapValues(project.distributions, (one) => this.addDistribution(one));
    if (project.deploy) this.addDeployRole(project.deploy, distributions);
    if (project.server) this.addServer(project.server);
  }

  // CDKTF looks for references to other stacks by resolving everything once more; no project has any.
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  // us-east-1 always, though little needs it: Terraform cannot delete a certificate once its provider is gone.
  private addProviders(): AwsProvider {
    const { region, tags, terraform } = this.project;
    this.addOverride("terraform.required_providers.aws", {
      source: "hashicorp/aws",
      version: providerVersions[terraform.awsProvider],
    });
    const defaultTags =
      Object.keys(tags).length > 0 ? { defaultTags: [{ tags: terraformStrings(tags) }] } : {};
    new AwsProvider(this, "aws", { region, ...defaultTags });
    return new AwsProvider(this, "aws_us_east_1", {
      region: "us-east-1",
      alias: "us_east_1",
      ...defaultTags,
    });
  }

  private addBucket({ id, kms, expirationDays, logTo: _, import: exists, ...props }: Bucket): ContentBucket {
    const bucket = new ContentBucket(this, `bucket_${id}`, {
      ...props,
      ...(kms === null ? {} : { kms }),
      ...(expirationDays === null ? {} : { expirationDays }),
    });
    // What S3 keeps beside the bucket (policy, versioning and the like) is written over, so it needs no import.
    if (exists) bucket.bucket.importFrom(props.name);
    this.addOutput(`bucket_${id}_name`, bucket.bucket.bucket, `Name of the bucket ${id}.`);
    if (bucket.kmsStatement !== null)
      this.addOutput(
        `bucket_${id}_kms_statement`,
        bucket.kmsStatement,
        `What the policy of the KMS key of bucket ${id} must allow.`,
      );
    return bucket;
  }

  // After all buckets: one may stand before the bucket that gets its logs.
  private addBucketLogs(): void {
    for (const { id, logTo } of Object.values(this.project.buckets)) {
      if (logTo === null) continue;
      const target = known(this.buckets, logTo.bucket, "buckets");
      known(this.buckets, id, "buckets").sendAccessLogs(target, logTo.prefix);
    }
  }

  private addSigningKeys(): SigningKeys | null {
    const { signingKeys } = this.project;
    if (signingKeys.length === 0) return null;
    const made = new SigningKeys(this, "signing_keys", { keys: signingKeys });
    for (const [id, keyId] of Object.entries(made.keyIds)) {
      this.addOutput(`signing_key_${id}_id`, keyId, `CloudFront's id of the signing key ${id}.`);
    }
    return made;
  }

  private addEdge(root: string): EdgeFunctions {
    const made = edgeFunctions(this, { edge: this.project.edge, provider: this.usEast1, root });
    for (const [id, arn] of Object.entries(made.keyValueStores)) {
      this.addOutput(`edge_${id}_key_value_store_arn`, arn, `Key value store of the edge function ${id}.`);
    }
    return made;
  }

  private addDistribution(distribution: Distribution): CdnDistribution {
    const made = projectDistribution(this, distribution, {
      project: this.project,
      usEast1: this.usEast1,
      buckets: this.buckets,
      signingKeys: this.signingKeys,
      edge: this.edge.associations,
    });
    if (distribution.importId !== null) made.distribution.importFrom(distribution.importId);
    const { id, domainName } = made.distribution;
    this.addOutput(`distribution_${distribution.id}_id`, id, `Id of the distribution ${distribution.id}.`);
    this.addOutput(
      `distribution_${distribution.id}_domain_name`,
      domainName,
      `Domain name of the distribution ${distribution.id}.`,
    );
    return made;
  }

  private addDeployRole(
    { subject, oidcProviderArn, sites }: GitHubDeploy,
    distributions: Readonly<Record<string, CdnDistribution>>,
  ): void {
    const { role } = new DeployRole(this, "deploy_role", {
      subject,
      ...(oidcProviderArn === null ? {} : { oidcProviderArn }),
      places: sites.flatMap(({ places }) =>
        places.map(({ bucket, path }) => ({
          bucketArn: known(this.buckets, bucket, "buckets").bucket.arn,
          path: terraformString(path),
        })),
      ),
      kmsKeyArns: this.kmsKeyArns(sites.flatMap(({ places }) => places.map(({ bucket }) => bucket))),
      distributionArns: sites.map(
        ({ distribution }) => known(distributions, distribution, "distributions").distribution.arn,
      ),
    });
    this.addOutput("deploy_role_arn", role.arn, "Role that jobs on GitHub take to publish.");
  }

  private kmsKeyArns(buckets: readonly string[]): string[] {
    return [...new Set(buckets)].flatMap((id) => known(this.buckets, id, "buckets").kmsKeyArn ?? []);
  }

  private addServer({ securityGroup, ingress: { from, prefixListId } }: Server): void {
    if (securityGroup === null) return;
    const list = prefixListId === null ? {} : { prefixListId };
    const { securityGroupId } = new ServerIngress(this, "server", { securityGroup, from, ...list });
    this.addOutput("server_security_group_id", securityGroupId, "Security group of the server.");
  }

  private addOutput(name: string, value: string, description: string): void {
    new TerraformOutput(this, name, { value, description });
  }
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
