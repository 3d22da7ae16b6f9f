// Account: what an AWS account says about the deployment, as a parameter. Only there when the user asked for it.

export interface Account {
  /** @param id CloudFront's own, `E2QWRUHAPOMQZL` */
  distribution(id: string): Promise<Reading>;
}

export type Reading =
  | (Deployed & { readonly kind: "read" })
  /** The account has no such distribution. */
  | { readonly kind: "missing" }
  /** Without credentials, without the right, or without an answer. */
  | { readonly kind: "refused"; readonly reason: string };

/** A distribution as CloudFront has it; while it is InProgress, edge locations may still have what was before. */
export interface Deployed {
  readonly domainName: string;
  readonly status: string;
  readonly modified: Date | null;
  readonly enabled: boolean;
  readonly aliases: readonly string[];
  /** Domain names of origins. */
  readonly origins: readonly string[];
  /** In CloudFront's order, the default one last. */
  readonly behaviors: readonly {
    readonly path: string;
    readonly signed: boolean;
    /** Events that a function is on. */
    readonly events: readonly string[];
  }[];
  /** Ids of the public keys in its trusted key groups. */
  readonly keyIds: readonly string[];
  /** ARN; null for none. */
  readonly webAcl: string | null;
  readonly certificate: string | null;
  readonly minimumProtocolVersion: string;
  readonly rootObject: string;
  readonly ipv6: boolean;
  readonly httpVersion: string;
}
