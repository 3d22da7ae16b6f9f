// The example's resources written by hand with CDKTF, as its users do: deep imports, nothing else.
// `plain-cdktf.js sites|stacks COUNT`: so many sites in one stack, or one each in so many.
const { App, TerraformStack, TerraformOutput } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { CloudfrontDistribution } = require("@cdktf/provider-aws/lib/cloudfront-distribution");
const { CloudfrontFunction } = require("@cdktf/provider-aws/lib/cloudfront-function");
const { CloudfrontOriginAccessControl } = require("@cdktf/provider-aws/lib/cloudfront-origin-access-control");
const {
  CloudfrontResponseHeadersPolicy,
} = require("@cdktf/provider-aws/lib/cloudfront-response-headers-policy");
const { S3Bucket } = require("@cdktf/provider-aws/lib/s3-bucket");
const {
  S3BucketLifecycleConfiguration,
} = require("@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration");
const { S3BucketOwnershipControls } = require("@cdktf/provider-aws/lib/s3-bucket-ownership-controls");
const { S3BucketPolicy } = require("@cdktf/provider-aws/lib/s3-bucket-policy");
const { S3BucketPublicAccessBlock } = require("@cdktf/provider-aws/lib/s3-bucket-public-access-block");
const {
  S3BucketServerSideEncryptionConfigurationA,
} = require("@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration");
const { S3BucketVersioningA } = require("@cdktf/provider-aws/lib/s3-bucket-versioning");
const { VpcSecurityGroupIngressRule } = require("@cdktf/provider-aws/lib/vpc-security-group-ingress-rule");

const [shape = "sites", count = "1"] = process.argv.slice(2);
const sites = Array.from({ length: Number(count) }, (_, index) => index);

function addSite(stack, site, { fallback, headers }) {
  const bucket = new S3Bucket(stack, `bucket-${site}`, {
    bucket: `moathon-client-dist-${site}`,
    forceDestroy: false,
  });
  const block = new S3BucketPublicAccessBlock(stack, `block-${site}`, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  new S3BucketOwnershipControls(stack, `ownership-${site}`, {
    bucket: bucket.id,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  });
  new S3BucketServerSideEncryptionConfigurationA(stack, `encryption-${site}`, {
    bucket: bucket.id,
    rule: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  });
  const versioning = new S3BucketVersioningA(stack, `versioning-${site}`, {
    bucket: bucket.id,
    versioningConfiguration: { status: "Enabled" },
  });
  new S3BucketLifecycleConfiguration(stack, `lifecycle-${site}`, {
    bucket: bucket.id,
    rule: [
      {
        id: "old",
        status: "Enabled",
        filter: [{}],
        noncurrentVersionExpiration: [{ noncurrentDays: 30 }],
        expiration: [{ expiredObjectDeleteMarker: true }],
      },
      {
        id: "uploads",
        status: "Enabled",
        filter: [{}],
        abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
      },
    ],
    dependsOn: [versioning],
  });
  const oac = new CloudfrontOriginAccessControl(stack, `oac-${site}`, {
    name: `moathon-client-${site}`,
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  const distribution = new CloudfrontDistribution(stack, `distribution-${site}`, {
    enabled: true,
    isIpv6Enabled: true,
    httpVersion: "http2and3",
    comment: `moathon site ${site}`,
    defaultRootObject: "index.html",
    priceClass: "PriceClass_All",
    origin: [{ originId: "s3", domainName: bucket.bucketRegionalDomainName, originAccessControlId: oac.id }],
    defaultCacheBehavior: {
      targetOriginId: "s3",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      compress: true,
      cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      responseHeadersPolicyId: headers.id,
      functionAssociation: [{ eventType: "viewer-request", functionArn: fallback.arn }],
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  });
  new S3BucketPolicy(stack, `policy-${site}`, {
    bucket: bucket.id,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: `${bucket.arn}/*`,
          Condition: { StringEquals: { "AWS:SourceArn": distribution.arn } },
        },
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [bucket.arn, `${bucket.arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    }),
    dependsOn: [block],
  });
  new TerraformOutput(stack, `domain-${site}`, { value: distribution.domainName });
}

function addShared(stack) {
  new AwsProvider(stack, "aws", { region: "ap-northeast-2" });
  for (const port of [80, 443]) {
    const common = {
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
    };
    new VpcSecurityGroupIngressRule(stack, `ingress-${port}-v4`, { ...common, cidrIpv4: "0.0.0.0/0" });
    new VpcSecurityGroupIngressRule(stack, `ingress-${port}-v6`, { ...common, cidrIpv6: "::/0" });
  }
  const fallback = new CloudfrontFunction(stack, "fallback", {
    name: "moathon-spa",
    runtime: "cloudfront-js-2.0",
    publish: true,
    code: "function handler(event) {\n  var request = event.request;\n  if (!request.uri.includes('.')) request.uri = '/index.html';\n  return request;\n}\n",
  });
  const headers = new CloudfrontResponseHeadersPolicy(stack, "headers", {
    name: "moathon-headers",
    securityHeadersConfig: {
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      strictTransportSecurity: { accessControlMaxAgeSec: 31536000, override: true },
    },
  });
  return { fallback, headers };
}

const app = new App({ outdir: "plain-cdktf.out" });
const stacks = shape === "sites" ? [sites] : sites.map((site) => [site]);
stacks.forEach((ofStack, index) => {
  const stack = new TerraformStack(app, `moathon-${index}`);
  const shared = addShared(stack);
  for (const site of ofStack) addSite(stack, site, shared);
});
app.synth();
