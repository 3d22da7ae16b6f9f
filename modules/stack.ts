// One project as one Terraform stack. Its construct ids and output names are a public contract.
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Behavior, Bucket, Distribution, GitHubDeploy, Project, Server } from "../config/project";
import { declareBackend } from "./backend";
import type { CacheBehaviorProps } from "./cache-behavior";
import { SiteCertificate } from "./certificate";
import { ContentBucket } from "./content-bucket";
import { DeployRole } from "./deploy-role";
import { CdnDistribution } from "./distribution";
import { AliasRecords } from "./dns";
import { type EdgeFunctions, edgeFunctions } from "./edge-function";
import { GuardedStack } from "./guarded-stack";
import { known } from "./known";
import type { Origin } from "./origin";
import { projectOrigin } from "./project-origin";
import { providerVersions, supportedValue } from "./provider-versions";
import { ServerIngress } from "./server-ingress";
import { SigningKeys } from "./signing-keys";
import { terraformString, terraformStrings } from "./terraform-string";

/**
 * Constructs, and the addresses of what they make (see GuardedStack):
 *
 * | construct id | for each | holds |
 * |---|---|---|
 * | `bucket_<id>` | bucket | aws_s3_bucket and its settings, the origin access control |
 * | `distribution_<id>` | distribution | aws_cloudfront_distribution |
 * | `certificate_<id>` | distribution with `certificate.create` | aws_acm_certificate, its validation and record |
 * | `dns_<id>` | distribution with `dns` and aliases | aws_route53_record `dns_<id>_a`, `dns_<id>_aaaa` |
 * | `signing_keys` | project with signing keys | aws_cloudfront_key_group; aws_cloudfront_public_key `signing_keys_<id>` |
 * | `edge_<id>` | Lambda@Edge function | aws_lambda_function; aws_iam_role `edge_<id>_role`, aws_iam_role_policy `edge_<id>_logs` |
 * | `edge_<id>` | CloudFront Function | aws_cloudfront_function; for origin-signature aws_cloudfront_key_value_store `edge_<id>_store` |
 * | `deploy_role` | project with `deploy.github` | aws_iam_role, aws_iam_role_policy `deploy_role_policy`, aws_iam_openid_connect_provider `deploy_role_github` |
 * | `server` | server with a security group | ingress rules; aws_security_group where it is new |
 *
 * Ids of the config have no underscore, so no two constructs meet at one address. Outputs:
 * `bucket_<id>_name`, `distribution_<id>_id`, `distribution_<id>_domain_name`, `signing_key_<id>_id`,
 * `edge_<id>_key_value_store_arn`, `server_security_group_id`, `deploy_role_arn`.
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
    this.usEast1 = this.addProviders();
    this.buckets = mapValues(project.buckets, (bucket) => this.addBucket(bucket));
    this.signingKeys = this.addSigningKeys();
    this.edge = this.addEdge(root);
    const distributions = mapValues(project.distributions, (one) => this.addDistribution(one));
    if (project.deploy) this.addDeployRole(project.deploy, distributions);
    if (project.server) this.addServer(project.server);
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

  private addBucket({ id, ...props }: Bucket): ContentBucket {
    const bucket = new ContentBucket(this, `bucket_${id}`, props);
    this.addOutput(`bucket_${id}_name`, bucket.bucket.bucket, `Name of the bucket ${id}.`);
    return bucket;
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
    const { id, aliases, certificate, dns, behaviors, minimumProtocolVersion, ...rest } = distribution;
    const arn = this.certificateArn(distribution);
    const made = new CdnDistribution(this, `distribution_${id}`, {
      ...rest,
      aliases,
      behaviors: behaviors.map((behavior) => this.behavior(behavior)),
      ...(arn === null ? {} : { certificateArn: arn }),
      minimumProtocolVersion: supportedValue(
        this.project.terraform.awsProvider,
        "minimumProtocolVersion",
        minimumProtocolVersion,
      ),
    });
    if (dns && aliases.length > 0)
      new AliasRecords(this, `dns_${id}`, { distribution: made, zoneId: dns.zoneId });
    const { id: distributionId, domainName } = made.distribution;
    this.addOutput(`distribution_${id}_id`, distributionId, `Id of the distribution ${id}.`);
    this.addOutput(`distribution_${id}_domain_name`, domainName, `Domain name of the distribution ${id}.`);
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
      distributionArns: sites.map(
        ({ distribution }) => known(distributions, distribution, "distributions").distribution.arn,
      ),
    });
    this.addOutput("deploy_role_arn", role.arn, "Role that jobs on GitHub take to publish.");
  }

  private certificateArn({ id, certificate, aliases, dns }: Distribution): string | null {
    if (certificate === null) return null;
    if ("arn" in certificate) return certificate.arn;
    if (dns === null)
      throw new Error(`The certificate of distribution ${id} is validated through its dns; got none.`);
    const props = { domainNames: aliases, zoneId: dns.zoneId, provider: this.usEast1 };
    return new SiteCertificate(this, `certificate_${id}`, props).arn;
  }

  private behavior({ origin, failover, signed, edge, ...rest }: Behavior): CacheBehaviorProps {
    return {
      ...rest,
      origin: this.origin(origin),
      ...(failover ? { failover: { ...failover, origin: this.origin(failover.origin) } } : {}),
      keyGroupIds: signed ? [this.trustedKeyGroup(rest.path)] : [],
      edge: edge.map((id) => known(this.edge.associations, id, "edge")),
    };
  }

  private origin(origin: Behavior["origin"]): Origin {
    return projectOrigin(this, origin, { server: this.project.server, buckets: this.buckets });
  }

  private trustedKeyGroup(path: string): string {
    if (this.signingKeys) return this.signingKeys.keyGroupId;
    throw new Error(`The behavior ${path} is signed; got a project without signingKeys.`);
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
