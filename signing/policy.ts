// The exact bytes of canned and custom policies, and the reading of a policy that a request brings.

import { canonicalIpv4Range, type Ipv4Range, readIpv4Range } from "./ipv4";
import type { SigningAssumption } from "./outcome";
import { accepted, type Result, refused } from "./problem";
import { toWireResource } from "./resource";

export interface CustomPolicyInput {
  /** URL with the wildcards `*` and `?`; "*" alone means everything that the key can sign. */
  readonly resource: string;
  /** Epoch seconds; access ends at this second. */
  readonly expiresAt: number;
  /** Epoch seconds; access begins after this second. */
  readonly startsAt?: number | undefined;
  /** One IPv4 address or one CIDR range. */
  readonly ipAddress?: string | undefined;
}

export interface ReadPolicy {
  readonly resource: string;
  readonly expiresAt: number;
  readonly startsAt?: number | undefined;
  readonly ipAddress?: Ipv4Range | undefined;
}

/** Why CloudFront would call a policy malformed. */
export interface PolicyFault {
  readonly fault: string;
  readonly assumptions: readonly SigningAssumption[];
}

/** The string that CloudFront rebuilds from URL and Expires. The URL is taken as it is: see `toWireUrl`. */
export function cannedPolicy(url: string, expiresAt: number | string): string {
  // Quotes and backslashes reach this only in verification, from clients that send them raw.
  const resource = NEEDS_ESCAPE.test(url) ? JSON.stringify(url) : `"${url}"`;
  // Source: private-content-creating-signed-url-canned-policy ("Remove all empty spaces")
  return `{"Statement":[{"Resource":${resource},"Condition":{"DateLessThan":{"AWS:EpochTime":${expiresAt}}}}]}`;
}

/** A custom policy as JSON without spaces, conditions in the order of the guide: end, start, address. */
export function customPolicy(input: CustomPolicyInput, now: number): Result<string> {
  const times = checkTimes(input.expiresAt, input.startsAt, now);
  if (!times.ok) return times;
  const resource = toWireResource(input.resource);
  if (!resource.ok) return resource;
  const address = input.ipAddress === undefined ? NO_ADDRESS : canonicalIpv4Range(input.ipAddress);
  if (!address.ok) return address;
  const Condition = {
    DateLessThan: { "AWS:EpochTime": input.expiresAt },
    ...(input.startsAt === undefined ? {} : { DateGreaterThan: { "AWS:EpochTime": input.startsAt } }),
    ...(address.value === undefined ? {} : { IpAddress: { "AWS:SourceIp": address.value } }),
  };
  return accepted(JSON.stringify({ Statement: [{ Resource: resource.value, Condition }] }));
}

/** Refuses an expiry that is no epoch second or already past, and a start that is not before it. */
export function checkTimes(expiresAt: number, startsAt: number | undefined, now: number): Result<undefined> {
  if (!isEpochSecond(expiresAt)) return notSeconds("expiry", "expiresAt", expiresAt);
  if (expiresAt <= now) {
    const message = `The expiry ${sayTime(expiresAt)} is not after now, ${sayTime(now)}.`;
    return refused("signing-policy/expiry-in-past", message, "Choose an expiry in the future.");
  }
  if (startsAt === undefined) return TIMES_FINE;
  if (!isEpochSecond(startsAt)) return notSeconds("start", "startsAt", startsAt);
  if (startsAt < expiresAt) return TIMES_FINE;
  const message = `The start ${sayTime(startsAt)} is not before the expiry ${sayTime(expiresAt)}.`;
  return refused("signing-policy/start-not-before-expiry", message, "Choose a start before the expiry.");
}

/** Reads the policy of a request, whose signature is not checked yet. */
export function readPolicy(text: string): ReadPolicy | PolicyFault {
  const policy = parsed(text);
  if (!isRecord(policy)) return fault("it is not a JSON object");
  const { Statement, ...aroundStatement } = policy;
  if (!Array.isArray(Statement)) return fault('it is not {"Statement":[…]}');
  const [statement, second] = Statement;
  if (!isRecord(statement) || second !== undefined) return fault("it does not have exactly one statement");
  // Source: private-content-creating-signed-url-custom-policy (without Resource the policy is for "all of the files")
  const { Resource = "*", Condition, ...aroundCondition } = statement;
  if (typeof Resource !== "string") return fault("Resource is not one string");
  if (!isRecord(Condition)) return fault("it has no Condition");
  const { DateLessThan, DateGreaterThan, IpAddress, ...moreConditions } = Condition;
  const [unknown] = Object.keys({ ...aroundStatement, ...aroundCondition, ...moreConditions });
  if (unknown === undefined) return readConditions(Resource, DateLessThan, DateGreaterThan, IpAddress);
  return fault(`it has the unknown key ${JSON.stringify(unknown)}`, ["strict-policy-keys"]);
}

/** For example `1767290400 (2026-01-01T18:00:00Z)`. */
export function sayTime(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime())
    ? `${epochSeconds}`
    : `${epochSeconds} (${date.toISOString().replace(".000Z", "Z")})`;
}

const NEEDS_ESCAPE = /["\\]/;
const NO_ADDRESS = accepted(undefined);
const TIMES_FINE = accepted(undefined);
// Source: private-content-creating-signed-url-canned-policy gives this as the last date, April 11, 2262 (there in nanoseconds)
const LAST_EPOCH_SECOND = 9_223_372_036;

function isEpochSecond(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= LAST_EPOCH_SECOND;
}

function notSeconds(name: "expiry" | "start", field: string, value: number): Result<never> {
  return refused(
    `signing-policy/${name}-not-epoch-seconds`,
    `${field} is ${value}; it must be a whole number of seconds since 1970.`,
    value > LAST_EPOCH_SECOND
      ? "These look like milliseconds: divide by 1000 and round down."
      : "Give epoch seconds.",
  );
}

function fault(says: string, assumptions: readonly SigningAssumption[] = []): PolicyFault {
  return { fault: says, assumptions };
}

const EPOCH_TIME = '{"AWS:EpochTime":<integer without quotes>}';

type JsonRecord = Readonly<Record<string, unknown>>;

function readConditions(
  resource: string,
  end: unknown,
  start: unknown,
  address: unknown,
): ReadPolicy | PolicyFault {
  const expiresAt = epochTimeOf(end);
  if (expiresAt === undefined) return fault(`DateLessThan is not ${EPOCH_TIME}`);
  const startsAt = epochTimeOf(start);
  if (start !== undefined && startsAt === undefined) return fault(`DateGreaterThan is not ${EPOCH_TIME}`);
  const sourceIp = onlyValue(address, "AWS:SourceIp");
  const ipAddress = typeof sourceIp === "string" ? readIpv4Range(sourceIp) : undefined;
  if (address === undefined || ipAddress) return { resource, expiresAt, startsAt, ipAddress };
  return fault('IpAddress is not {"AWS:SourceIp":"<one IPv4 address or CIDR range>"}');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value of a record that has this key and no other. */
function onlyValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.keys(value).join() === key ? value[key] : undefined;
}

function epochTimeOf(condition: unknown): number | undefined {
  const seconds = onlyValue(condition, "AWS:EpochTime");
  return Number.isInteger(seconds) ? (seconds as number) : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
