// What S3, CloudFront and the SDK say when they refuse, as problems with what to do.
import type { ProblemCode } from "../config/catalogue";
import { Failure, failure } from "./problem";

/** What was being done when AWS refused. */
export interface Deed {
  /** As IAM names it: "s3:PutObject". */
  readonly action: string;
  /** ARN that a policy has to name. */
  readonly resource: string;
  /** Bucket or distribution. */
  readonly target: string;
}

export interface AwsError extends Error {
  readonly Code?: string;
  readonly code?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly Region?: string;
}

/** @returns the error as a Failure; one that is ours already, or that never came near AWS, stays as it is */
export function awsFailure(cause: unknown, deed: Deed): Error {
  if (cause instanceof Failure) return cause;
  const error = cause as AwsError;
  const names = [error.name, error.Code, error.code, error.message].filter((name) => name !== undefined);
  const rule = rules.find(({ when }) => names.some((name) => when.test(name)) || matchesStatus(when, error));
  if (rule) return failure(rule.code, rule.message(deed, error), rule.fix(deed, error));
  // The SDK leaves it on whatever came of a request.
  if (error.$metadata === undefined) return error;
  const status = error.$metadata.httpStatusCode;
  const answer = `${names[0]}${status ? ` (${status})` : ""}: ${firstLine(error.message)}`;
  return failure(
    "publish/refused",
    `${deed.action} on ${deed.target} failed. AWS says: ${answer}`,
    "Look the name up in the documentation of that call, remove the cause and run it again; what is up stays up.",
  );
}

interface Rule {
  readonly when: RegExp;
  readonly code: ProblemCode;
  message(deed: Deed, error: AwsError): string;
  fix(deed: Deed, error: AwsError): string;
}

const signIn = "Sign in again (`aws sso login`, or new keys), or run it where a role provides them.";

// Names of errors: Amazon S3 API Reference, "Error Responses"; CloudFront API Reference, "Common Errors"; the rest are
// those of the SDK and of Node. The first that matches wins.
const rules: readonly Rule[] = [
  {
    when: /^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/,
    code: "publish/expired-credentials",
    message: () => "The AWS credentials have expired.",
    fix: () => signIn,
  },
  {
    when: /^(CredentialsProviderError|TokenProviderError|ProviderError)$/,
    code: "publish/no-credentials",
    message: (_, { message }) => `There are no AWS credentials here. The SDK says: ${firstLine(message)}`,
    fix: () =>
      "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with `aws sso login`.",
  },
  {
    when: /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidClientTokenId|UnrecognizedClientException|InvalidToken|RequestTimeTooSkewed|InvalidSignatureException|AuthFailure)$/,
    code: "publish/refused-credentials",
    message: (_, { name, message }) => `AWS does not take these credentials: ${name}, ${firstLine(message)}`,
    fix: () =>
      "Correct the key id and secret that the environment or ~/.aws names, and the clock of this machine.",
  },
  {
    when: /^NoSuchBucket$/,
    code: "publish/no-such-bucket",
    message: ({ target }) => `There is no bucket ${target}.`,
    fix: () =>
      "Deploy first: `cdktf deploy`. If it is there, these credentials may belong to another account.",
  },
  {
    when: /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|301)$/,
    code: "publish/wrong-region",
    message: ({ target }, { Region }) =>
      `The bucket ${target} is in another region${Region ? `: ${Region}` : ""}.`,
    fix: (_, { Region }) => `Name its region with \`--region ${Region ?? "REGION"}\`.`,
  },
  {
    when: /^(NoSuchDistribution)$/,
    code: "publish/no-such-distribution",
    message: ({ target }) => `CloudFront knows no distribution ${target} in this account.`,
    fix: () => "Write the outputs file again: `cdktf deploy --outputs-file httpsmith.outputs.json`.",
  },
  {
    when: /^(SlowDown|ServiceUnavailable|Throttling(Exception)?|ThrottledException|TooManyRequestsException|RequestLimitExceeded|TooManyInvalidationsInProgress|RequestTimeout|InternalError|503|429)$/,
    code: "publish/throttled",
    message: ({ action }, { name, $metadata }) =>
      `AWS asks to slow down: ${action} got ${name} ${$metadata?.attempts ?? "several"} times.`,
    fix: () => "Run it again in a minute: what is up stays up, and only the rest is written.",
  },
  {
    when: /^(PreconditionFailed|ConditionalRequestConflict|409|412)$/,
    code: "publish/another-publish",
    message: () => "Another publish wrote to this bucket at the same time.",
    fix: () => "Wait until it has ended and run it again. In CI, let jobs of one environment queue.",
  },
  {
    when: /^(AccessDenied(Exception)?|Forbidden|403)$/,
    code: "publish/access-denied",
    message: ({ action, target }, { message }) =>
      `These credentials may not do ${action} on ${target}.${/not authorized/.test(message) ? ` AWS says: ${firstLine(message)}` : ""}`,
    fix: ({ action, resource }) => `Add to the policy of the role or user: ${statement(action, resource)}`,
  },
  {
    when: /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|TimeoutError|NetworkingError|CERT_.*|\w*_CERT.*|ERR_TLS.*|ERR_INVALID_URL|EndpointError|Region not accepted: .*)$/,
    code: "publish/unreachable",
    message: ({ target }, { name, code, message }) =>
      `AWS cannot be reached for ${target}: ${code ?? name}${message ? `, ${firstLine(message)}` : ""}`,
    fix: () => "Look at the network, the proxy, --region and --endpoint-url; then run it again.",
  },
];

// An answer without a body, such as that to HEAD, has nothing but its status.
function matchesStatus(when: RegExp, { $metadata, name }: AwsError): boolean {
  const known = ["UnknownError", "Unknown", "NotFound", "S3ServiceException", "Error"];
  return (
    known.includes(name) &&
    $metadata?.httpStatusCode !== undefined &&
    when.test(String($metadata.httpStatusCode))
  );
}

/** @returns a policy statement on one line */
export function statement(action: string, resource: string): string {
  return JSON.stringify({ Effect: "Allow", Action: action, Resource: resource });
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}
