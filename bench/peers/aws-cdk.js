// The example's resources in AWS CDK, as its users write them: level-2 constructs where there are any.
const { App, Duration, Stack, CfnOutput } = require("aws-cdk-lib");
const cloudfront = require("aws-cdk-lib/aws-cloudfront");
const origins = require("aws-cdk-lib/aws-cloudfront-origins");
const ec2 = require("aws-cdk-lib/aws-ec2");
const s3 = require("aws-cdk-lib/aws-s3");

const app = new App({ outdir: "cdk.out" });
const stack = new Stack(app, "moathon", { env: { region: "ap-northeast-2", account: "111122223333" } });
const bucket = new s3.Bucket(stack, "client", {
  bucketName: "moathon-client-dist",
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
const distribution = new cloudfront.Distribution(stack, "site", {
  comment: "moathon site",
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
for (const port of [80, 443]) {
  const common = { groupId: "sg-0a1b2c3d4e5f67890", ipProtocol: "tcp", fromPort: port, toPort: port };
  new ec2.CfnSecurityGroupIngress(stack, `ingress-${port}-v4`, { ...common, cidrIp: "0.0.0.0/0" });
  new ec2.CfnSecurityGroupIngress(stack, `ingress-${port}-v6`, { ...common, cidrIpv6: "::/0" });
}
new CfnOutput(stack, "domain", { value: distribution.distributionDomainName });
app.synth();
