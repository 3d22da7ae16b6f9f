// All rules, in the order their problems are looked for. A new rule is a line here and a page in docs/problems/.
import { behaviorPrivacy, behaviorSignatures } from "./behavior-access";
import { behaviorEvents, behaviorSignatureHeaders } from "./behavior-edge";
import { behaviorOrder, behaviorReferences, behaviorTtls } from "./behaviors";
import { bucketContent, bucketKeys, bucketLifecycles, bucketObjects } from "./buckets";
import { bucketCorsThroughCache } from "./cors";
import { declaredFiles, deployTargets } from "./deploy";
import { alarmSettings, cachedOptions, realtimeLogs, wafSettings } from "./distribution-guards";
import {
  distributionCertificate,
  distributionErrorPages,
  distributionNames,
  distributionSpa,
} from "./distributions";
import { djangoBodySize, djangoHosts, djangoNeedsServer, djangoOrigins, djangoUrlPaths } from "./django";
import { edgeFiles, edgeRuntimes, edgeUse } from "./edge";
import { edgeHeaders, edgeRedirects, edgeTokens } from "./edge-handlers";
import { frontendReferences, frontendVariables } from "./frontend";
import { logBuckets, logSettings } from "./logs";
import {
  failoverMethods,
  originEncryption,
  originHeaders,
  originSecrets,
  viewerEncryption,
} from "./origin-safety";
import { originTimeouts } from "./origin-timeouts";
import { checkedServerBehaviors, originVerification } from "./origin-verify";
import { originHosts, originIds, originReferences, originSettings } from "./origins";
import { outputNames, outputPaths } from "./paths";
import { policyHeaders } from "./policy-headers";
import { accountQuotas, distributionQuotas, edgeFunctionUse, policyCharacters } from "./quotas";
import {
  aliasOfOrigin,
  aliasOfServer,
  authorizationForwarding,
  bucketNames,
  providerAge,
  serverOriginName,
  uncachedKeys,
  websiteListing,
} from "./refused-by-aws";
import type { Rule } from "./report";
import { corsCredentials, responseHeaderNames, securityHeaderOwner } from "./response-headers";
import {
  serverHost,
  serverHsts,
  serverIngress,
  serverSecurityGroup,
  serverTimeouts,
  serverTls,
} from "./server";
import { signerKey } from "./signer";
import { signingKeyFiles, signingKeyPhases } from "./signing-keys";
import { storageKey, storageReferences } from "./storage";

export const rules: readonly Rule[] = [
  serverHost,
  serverSecurityGroup,
  serverIngress,
  originVerification,
  serverHsts,
  serverTls,
  serverTimeouts,
  originReferences,
  originSettings,
  originHosts,
  originIds,
  originEncryption,
  originHeaders,
  originSecrets,
  failoverMethods,
  viewerEncryption,
  behaviorReferences,
  behaviorOrder,
  behaviorSignatures,
  checkedServerBehaviors,
  behaviorPrivacy,
  behaviorEvents,
  behaviorSignatureHeaders,
  edgeRuntimes,
  edgeFiles,
  edgeUse,
  edgeTokens,
  edgeRedirects,
  edgeHeaders,
  behaviorTtls,
  originTimeouts,
  policyHeaders,
  policyCharacters,
  distributionQuotas,
  accountQuotas,
  edgeFunctionUse,
  serverOriginName,
  authorizationForwarding,
  uncachedKeys,
  websiteListing,
  bucketNames,
  bucketLifecycles,
  bucketContent,
  bucketKeys,
  bucketObjects,
  bucketCorsThroughCache,
  logBuckets,
  logSettings,
  cachedOptions,
  realtimeLogs,
  wafSettings,
  alarmSettings,
  responseHeaderNames,
  securityHeaderOwner,
  corsCredentials,
  aliasOfOrigin,
  aliasOfServer,
  providerAge,
  distributionNames,
  distributionCertificate,
  distributionErrorPages,
  distributionSpa,
  djangoHosts,
  djangoOrigins,
  djangoNeedsServer,
  djangoBodySize,
  djangoUrlPaths,
  storageReferences,
  frontendReferences,
  frontendVariables,
  signingKeyFiles,
  signingKeyPhases,
  storageKey,
  signerKey,
  declaredFiles,
  deployTargets,
  outputPaths,
  outputNames,
];
