// The role that jobs on GitHub take to publish: trust in one subject, rights on the site's objects and nothing else.
import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { hashedName } from "./hashed-name";
import { terraformString } from "./terraform-string";

export interface DeployRoleProps {
  /**
   * The `sub` claim of the tokens that may take the role, to the letter: wildcards mean nothing here.
   * `repo:octocat@123456/my-repo@456789:ref:refs/heads/main`
   */
  readonly subject: string;
  /**
   * GitHub's OpenID Connect provider in this AWS account, which can have one only.
   * @default a new one
   */
  readonly oidcProviderArn?: string;
  /** Where objects are written. */
  readonly places: readonly {
    readonly bucketArn: string;
    /** Origin path, "" for the whole bucket: "/v1". */
    readonly path: string;
  }[];
  /**
   * KMS keys of the buckets, with which S3 encrypts what is written.
   * @default S3's own keys
   */
  readonly kmsKeyArns?: readonly string[];
  /** Distributions that may be told to forget paths. */
  readonly distributionArns: readonly string[];
}

// GitHub, "Configuring OpenID Connect in Amazon Web Services".
const issuer = "token.actions.githubusercontent.com";
const audience = "sts.amazonaws.com";

// What httpsmith remembers in a bucket (publish/release.ts).
const reserved = "/.httpsmith/*";

export class DeployRole extends Construct {
  readonly role: IamRole;

  constructor(scope: Construct, id: string, props: DeployRoleProps) {
    super(scope, id);
    const provider = props.oidcProviderArn ?? this.newProvider();
    this.role = new IamRole(this, "Resource", {
      name: hashedName(this, "deploy", this.node.path),
      description: "Lets jobs on GitHub publish the site.",
      assumeRolePolicy: trustPolicy(provider, terraformString(props.subject)),
      lifecycle: { createBeforeDestroy: true },
      // Seconds; the least that IAM takes.
      maxSessionDuration: 3600,
    });
    new IamRolePolicy(this, "policy", { name: "publish", role: this.role.id, policy: publishPolicy(props) });
  }

  // IAM checks GitHub's certificate by its own CAs, so no thumbprint is needed (IAM User Guide, since 2023).
  private newProvider(): string {
    return new IamOpenidConnectProvider(this, "github", {
      url: `https://${issuer}`,
      clientIdList: [audience],
    }).arn;
  }
}

function trustPolicy(provider: string, subject: string): string {
  const statement = {
    Effect: "Allow",
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [`${issuer}:aud`]: audience, [`${issuer}:sub`]: subject } },
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function publishPolicy({ places, kmsKeyArns = [], distributionArns }: DeployRoleProps): string {
  const buckets = [...new Set(places.map(({ bucketArn }) => bucketArn))];
  const objects = places.flatMap(({ bucketArn, path }) =>
    path === "" ? [`${bucketArn}/*`] : [`${bucketArn}${path}/*`, `${bucketArn}${reserved}`],
  );
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Sid: "List", Effect: "Allow", Action: "s3:ListBucket", Resource: buckets },
      {
        Sid: "Objects",
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
        Resource: [...new Set(objects)],
      },
      ...(kmsKeyArns.length === 0
        ? []
        : [
            {
              Sid: "Keys",
              Effect: "Allow",
              Action: ["kms:GenerateDataKey", "kms:Decrypt"],
              Resource: kmsKeyArns,
            },
          ]),
      {
        Sid: "Invalidate",
        Effect: "Allow",
        Action: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
        Resource: distributionArns,
      },
    ],
  });
}
