// What an answer of CloudFront says about itself: whether it is one, and which documented failure it shows.
import type { DoctorCode } from "./finding";
import { header, type Response } from "./http/exchange";

/** Whether CloudFront had a hand in it (Developer Guide, RequestAndResponseBehavior: Via and X-Amz-Cf-Id). */
export function isFromCloudFront(response: Response): boolean {
  return header(response, "x-amz-cf-id") !== null || /\(CloudFront\)/.test(header(response, "via") ?? "");
}

export interface Failure {
  readonly code: DoctorCode;
  readonly message: string;
  readonly fix: string;
}

/** @returns what the answer's status and sentence mean; null for an answer that is none of CloudFront's or S3's errors */
export function failureIn(response: Response): Failure | null {
  if (response.status < 400 || isByFunction(response)) return null;
  const text = response.body.subarray(0, 8192).toString("latin1");
  const found = failures.find(({ status, says }) => status.includes(response.status) && says.test(text));
  return found ? { code: found.code, message: found.message, fix: found.fix } : null;
}

/** Whether a function at the edge made the answer, and no origin (X-Cache, reference edge.md §1.8). */
export function isByFunction(response: Response): boolean {
  return /^(Lambda|Function)GeneratedResponse\b/i.test(header(response, "x-cache") ?? "");
}

/** @returns the sentence of a finding that cannot tell why a function chose its answer */
export function answersItself({ status }: Response): string {
  return `A function at the edge answers ${status} itself.`;
}

/** @returns S3's or CloudFront's own code of an error in XML; null where there is none */
export function xmlErrorCode({ body }: Response): string | null {
  return /<Error>\s*<Code>(\w+)<\/Code>/.exec(body.subarray(0, 4096).toString("latin1"))?.[1] ?? null;
}

// Sentences of captured error pages, and codes of S3's XML; from the most particular to the most general.
const failures: readonly (Failure & { readonly status: readonly number[]; readonly says: RegExp })[] = [
  {
    code: "doctor/origin-name-not-found",
    status: [502],
    says: /wasn't able to resolve the origin domain name/,
    message: "CloudFront finds no address for its origin.",
    fix: "Look at the check dns of the server; with a new zone, at its name servers.",
  },
  {
    code: "doctor/edge-failed",
    status: [502, 503],
    says: /Lambda function|CloudFront function/,
    message: "The function at the edge failed, or what it returned is not allowed.",
    fix: "Read its log in the region nearest to you (CloudWatch, /aws/lambda/us-east-1.<name>), and deploy a version that is published.",
  },
  {
    code: "doctor/origin-unreachable",
    status: [502, 504],
    says: /attempted to establish a connection with the origin|wasn't able to connect to the origin|could not be satisfied/,
    message: "CloudFront cannot reach its origin, or does not accept its certificate.",
    fix: "The checks port to negotiated say why; with none of them broken, wait until the deployment of the distribution is done.",
  },
  {
    code: "doctor/alias-unknown",
    status: [403],
    says: /Bad request\./,
    message: "The distribution does not know this name, or takes no plain HTTP.",
    fix: "Add the name to `aliases` of the distribution and deploy; the certificate must cover it.",
  },
  {
    code: "doctor/country-blocked",
    status: [403],
    says: /block access from your country/,
    message: "CloudFront blocks the country that this machine's address belongs to.",
    fix: "Look at `geoRestriction` of the distribution.",
  },
  {
    code: "doctor/method-blocked",
    status: [403],
    says: /not configured to allow the HTTP request method/,
    message: "The behavior does not take this method.",
    fix: "Look at `allowedMethods` of the behavior.",
  },
  {
    code: "doctor/web-acl",
    status: [403],
    says: /Request blocked\./,
    message: "A web ACL (AWS WAF) blocks the request.",
    fix: "Look at the distribution's web ACL.",
  },
  {
    code: "doctor/request-blocked",
    status: [403],
    says: /could not be satisfied/,
    message: "CloudFront refuses the request itself, and does not say why.",
    fix: "Look at the distribution's web ACL, and at whether its origin is a distribution itself.",
  },
  {
    code: "doctor/bucket-region",
    status: [400],
    says: /AuthorizationHeaderMalformed/,
    message: "CloudFront signs its request for another region than the bucket's.",
    fix: "Write the bucket's region into the config and deploy again.",
  },
  {
    code: "doctor/request-too-big",
    status: [413, 414, 494],
    says: /(?:)/,
    message: "The request is too big for CloudFront or the origin.",
    fix: "Shorten the URL (8,192 bytes) and the headers (32,768 bytes); large cookies are the usual reason.",
  },
  {
    code: "doctor/cloudfront-overloaded",
    status: [503],
    says: /could not be satisfied/,
    message:
      "CloudFront itself answers 503: the edge location, or a limit of the account, has no room for the request.",
    fix: "Wait some minutes and look at AWS's health page; if it comes back with load, ask AWS for a higher limit of requests per second.",
  },
  {
    code: "doctor/origin-overloaded",
    status: [503],
    says: /(?:)/,
    message: "The origin has no room for the request.",
    fix: "Look at the load of the server; for S3 (SlowDown) spread the keys.",
  },
];
