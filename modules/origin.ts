// An origin of a distribution, as the origin functions make it and CdnDistribution takes it.
import type {
  CloudfrontDistribution,
  CloudfrontDistributionOrigin,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { Precondition } from "cdktf";
import type { OriginSettings } from "../config/project";
import { contentHash } from "./hashed-name";
import type { Secret } from "./secret-variable";
import { terraformString, terraformStrings } from "./terraform-string";

export interface Origin {
  /** Unique in the distribution; behaviors with the same id share the origin. */
  readonly id: string;
  /** A bucket gets cached reads and security headers by default, a web server everything uncached. */
  readonly kind: "bucket" | "server";
  /** The `origin` block. */
  readonly block: CloudfrontDistributionOrigin;
  /** What must hold before a distribution with this origin changes. */
  readonly preconditions?: readonly Precondition[];
  /** Called once with each distribution that uses the origin, to let it in. */
  readonly onUse?: (distribution: CloudfrontDistribution) => void;
}

/** What every origin has, whatever it is. */
export interface OriginSettingsProps {
  /**
   * Name in the distribution, at most 128 characters.
   * @default made of the place, and of a digest of the settings where any is not the default
   */
  readonly id?: string;
  /**
   * Prefix that CloudFront puts before every path, e.g. "/v1"; begins with a slash and does not end with one.
   * @default no prefix
   */
  readonly path?: string;
  /**
   * Headers that CloudFront adds to every request, over what the viewer sent.
   * @default none
   */
  readonly customHeaders?: Readonly<Record<string, string>>;
  /**
   * The same with secret values, each a sensitive variable: see secretVariable. Terraform keeps the value in its state.
   * @default none
   */
  readonly secretHeaders?: Readonly<Record<string, Secret>>;
  /**
   * Region of an Origin Shield, the one nearest to the origin.
   * @default none
   */
  readonly shieldRegion?: string;
  /**
   * How often CloudFront tries to connect, 1 to 3.
   * @default 3
   */
  readonly connectionAttempts?: OriginSettings["connectionAttempts"];
  /**
   * Seconds that CloudFront waits for a connection, 1 to 10.
   * @default 10
   */
  readonly connectionTimeoutSeconds?: OriginSettings["connectionTimeoutSeconds"];
}

// Source: CloudFront API, Origin: attempts, seconds, and characters of an id.
const defaultAttempts = 3;
const defaultTimeoutSeconds = 10;
const longestId = 128;

/**
 * @param place what the id begins with
 * @param own further settings that are not the default; they make the id another one
 * @returns the part of the `origin` block that all origins share
 */
export function originBase(place: string, props: OriginSettingsProps, own: object = {}) {
  const { path = "", customHeaders = {}, shieldRegion } = props;
  const { connectionAttempts = defaultAttempts, connectionTimeoutSeconds = defaultTimeoutSeconds } = props;
  return {
    originId: terraformString(props.id ?? derivedId(`${place}${path}`, { ...settingsOf(props), ...own })),
    // Written even when empty: of an origin that does not say, the provider keeps the old one.
    originPath: terraformString(path),
    connectionAttempts,
    connectionTimeout: connectionTimeoutSeconds,
    customHeader: [
      ...Object.entries(terraformStrings(customHeaders)).map(([name, value]) => ({ name, value })),
      ...Object.entries(props.secretHeaders ?? {}).map(([name, { value }]) => ({ name, value })),
    ],
    ...(shieldRegion === undefined
      ? {}
      : { originShield: { enabled: true, originShieldRegion: shieldRegion } }),
  };
}

/** @returns what must hold before a distribution with the origin changes: that its secrets are some */
export function secretPreconditions({ secretHeaders = {} }: OriginSettingsProps): Precondition[] {
  return Object.values(secretHeaders).map(({ precondition }) => precondition);
}

function settingsOf(props: OriginSettingsProps): object {
  const { customHeaders = {}, secretHeaders = {}, shieldRegion, ...rest } = props;
  const { connectionAttempts = defaultAttempts, connectionTimeoutSeconds = defaultTimeoutSeconds } = rest;
  const variables = Object.entries(secretHeaders).map(([name, { variable }]) => [name, variable]);
  return {
    ...(Object.keys(customHeaders).length > 0 ? { customHeaders } : {}),
    ...(variables.length > 0 ? { variables } : {}),
    ...(shieldRegion === undefined ? {} : { shieldRegion }),
    ...(connectionAttempts === defaultAttempts ? {} : { connectionAttempts }),
    ...(connectionTimeoutSeconds === defaultTimeoutSeconds ? {} : { connectionTimeoutSeconds }),
  };
}

function derivedId(place: string, settings: object): string {
  const isPlain = Object.keys(settings).length === 0;
  if (isPlain && place.length <= longestId) return place;
  const digest = contentHash([place, settings]).slice(0, 6);
  return `${place.slice(0, longestId - digest.length - 1)} ${digest}`;
}
