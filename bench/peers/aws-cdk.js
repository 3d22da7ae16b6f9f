// The example's resources in AWS CDK, as its users write them: level-2 constructs where there are any.
// `aws-cdk.js sites|stacks COUNT`: so many sites in one stack, or one each in so many.
const { App, Duration, Stack, CfnOutput } = require("aws-cdk-lib");
const cloudfront = require("aws-cdk-lib/aws-cloudfront");
const origins = require("aws-cdk-lib/aws-cloudfront-origins");
const ec2 = require("aws-cdk-lib/aws-ec2");
const s3 = require("aws-cdk-lib/aws-s3");

const [shape = "sites", count = "1"] = process.argv.slice(2);
const sites = Array.from({ length: Number(count) }, (_, index) => index);

function addSite(stack, site, { fallback, headers }) {
  const bucket = new s3.Bucket(stack, `client-${site}`, {
    bucketName: `moathon-client-dist-${site}`,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: s3.BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    versioned: true,
    lifecycleRules: [
      { noncurrentVersionExpiration: Duration.days(30), expiredObjectDeleteMarker: true },
      { abortIncompleteMultipartUploadAfter: Duration.days(7) },
    ],
  });
  const distribution = new cloudfront.Distribution(stack, `site-${site}`, {
    comment: `moathon site ${site}`,
    defaultRootObject: "index.html",
    httpVersion: cloudfront.HttpVersion.HTTP2_AND_3,
    defaultBehavior: {
      origin: origins.S3BucketOrigin.withOriginAccessControl(bucket),
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
      cachePolicy: cloudfront.CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: headers,
      functionAssociations: [{ function: fallback, eventType: cloudfront.FunctionEventType.VIEWER_REQUEST }],
    },
  });
  new CfnOutput(stack, `domain-${site}`, { value: distribution.distributionDomainName });
}

function addShared(stack) {
  for (const port of [80, 443]) {
    const common = { groupId: "sg-0a1b2c3d4e5f67890", ipProtocol: "tcp", fromPort: port, toPort: port };
    new ec2.CfnSecurityGroupIngress(stack, `ingress-${port}-v4`, { ...common, cidrIp: "0.0.0.0/0" });
    new ec2.CfnSecurityGroupIngress(stack, `ingress-${port}-v6`, { ...common, cidrIpv6: "::/0" });
  }
  const fallback = new cloudfront.Function(stack, "fallback", {
    runtime: cloudfront.FunctionRuntime.JS_2_0,
    code: cloudfront.FunctionCode.fromInline(
      "function handler(event) {\n  var request = event.request;\n  if (!request.uri.includes('.')) request.uri = '/index.html';\n  return request;\n}\n",
    ),
  });
  const headers = new cloudfront.ResponseHeadersPolicy(stack, "headers", {
    securityHeadersBehavior: {
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: cloudfront.HeadersFrameOption.DENY, override: true },
      referrerPolicy: {
        referrerPolicy: cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN,
        override: true,
      },
      strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
    },
  });
  return { fallback, headers };
}

const app = new App({ outdir: "aws-cdk.out" });
const stacks = shape === "sites" ? [sites] : sites.map((site) => [site]);
stacks.forEach((ofStack, index) => {
  const env = { region: "ap-northeast-2", account: "111122223333" };
  const stack = new Stack(app, `moathon-${index}`, { env });
  const shared = addShared(stack);
  for (const site of ofStack) addSite(stack, site, shared);
});
app.synth();
