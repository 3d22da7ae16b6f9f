// World: the outside of the doctor, as a parameter: time, chance, names and connections.
import type { Socket } from "node:net";

export interface World {
  now(): Date;
  randomBytes(count: number): Buffer;
  /** Never asks for other names than those of the project. */
  resolve(host: string): Promise<Resolved>;
  /** @returns the name that a CNAME record leads this one to; null where there is none, or DNS is not asked */
  canonicalName(host: string): Promise<string | null>;
  /** A TCP connection within `patience.connectMs`. Never goes to other hosts than those of the project. */
  connect(place: HostPort): Promise<Connected>;
  readonly patience: Patience;
  /** Roots that CloudFront is taken to trust, PEM; empty where the store is missing. */
  readonly roots: readonly string[];
  /** The file that the user gave further roots in, for commands; null for none. */
  readonly rootsFile: string | null;
  /** Where a host and port are reached really, for commands that people copy: `54.180.1.2:443`. */
  where(place: HostPort): string;
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** Milliseconds after which an answer is no longer waited for. */
export interface Patience {
  readonly connectMs: number;
  readonly handshakeMs: number;
  /** For a whole response, beside the time that a distribution grants its origin. */
  readonly responseMs: number;
}

export type Resolved =
  | {
      readonly kind: "addresses";
      readonly ipv4: readonly string[];
      readonly ipv6: readonly string[];
      /** Whether the user said so, and DNS was not asked. */
      readonly given: boolean;
    }
  /** DNS says that there is no such name, or none with an address. */
  | { readonly kind: "no-name" }
  /** DNS could not be asked. */
  | { readonly kind: "unknown"; readonly reason: string };

export type Connected =
  | { readonly kind: "open"; readonly socket: Socket }
  /** Somebody answered, and refused. */
  | { readonly kind: "refused"; readonly address: string }
  /** Nobody answered in time, as behind a firewall that drops. */
  | { readonly kind: "unanswered"; readonly address: string }
  /** Not even the way there could be tried. */
  | { readonly kind: "unknown"; readonly reason: string }
  | { readonly kind: "no-name" };
