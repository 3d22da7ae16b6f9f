// The constructs of httpsmith for any CDKTF app, and the synthesis of whole projects.
export { edgePackage } from "../functions";
export { AccessLogs, type AccessLogsProps } from "./access-logs";
export { CdnAlarms, type CdnAlarmsProps } from "./alarms";
export { BucketEncryption, type BucketEncryptionProps } from "./bucket-encryption";
export type { BucketLifecycleProps } from "./bucket-lifecycle";
export { type BucketOriginProps, bucketOrigin } from "./bucket-origin";
export type { CacheBehaviorProps } from "./cache-behavior";
export { SiteCertificate, type SiteCertificateProps } from "./certificate";
export { ContentBucket, type ContentBucketProps } from "./content-bucket";
export { DeployRole, type DeployRoleProps } from "./deploy-role";
export { CdnDistribution, type CdnDistributionProps, type LegacyLogs } from "./distribution";
export { AliasRecords, type AliasRecordsProps } from "./dns";
export {
  type EdgeAssociation,
  EdgeCode,
  type EdgeCodeProps,
  EdgeLambda,
  type EdgeLambdaProps,
} from "./edge-function";
export { GuardedStack } from "./guarded-stack";
export { type HttpOriginProps, httpOrigin } from "./http-origin";
export type { LogWriter } from "./log-writers";
export { additionalMetrics } from "./metrics";
export type { Origin, OriginSettingsProps } from "./origin";
export type { FailoverProps } from "./origin-group";
export { type CacheSetting, cachePolicyId } from "./policies/cache-policy";
export { originRequestPolicyId } from "./policies/origin-request-policy";
export {
  type ResponseHeadersProps,
  responseHeadersPolicyId,
  securityHeaders,
} from "./policies/response-headers";
export {
  type AwsProviderTarget,
  needsProvider6,
  providerVersions,
  supportedValue,
} from "./provider-versions";
export { RequestLog, type RequestLogProps } from "./realtime-log";
export { type Secret, type SecretVariableProps, secretVariable } from "./secret-variable";
export { ServerIngress, type ServerIngressProps } from "./server-ingress";
export { SigningKeys, type SigningKeysProps } from "./signing-keys";
export { spaFallbackArn, spaFallbackCode } from "./spa-fallback";
export { ProjectStack } from "./stack";
export { synth, synthApp } from "./synth";
export { terraformString, terraformStrings } from "./terraform-string";
export { CdnWebAcl, type CdnWebAclProps } from "./web-acl";
