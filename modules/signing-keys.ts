// Public keys of signed URLs and cookies, and the group that behaviors trust.
import { CloudfrontKeyGroup } from "@cdktf/provider-aws/lib/cloudfront-key-group";
import { CloudfrontPublicKey } from "@cdktf/provider-aws/lib/cloudfront-public-key";
import { Construct } from "constructs";
import type { SigningKey } from "../config/project";
import { hashedName } from "./hashed-name";

export interface SigningKeysProps {
  /**
   * At least one, at most 5 by CloudFront's quota. Every phase is in the group: a staged key must be known before
   * it signs, and what a retiring key signed must stay good.
   */
  readonly keys: readonly Pick<SigningKey, "id" | "publicKeyPem" | "phase">[];
}

export class SigningKeys extends Construct {
  readonly keyGroupId: string;
  /** CloudFront's id of each key ("K…") by its id here. */
  readonly keyIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, { keys }: SigningKeysProps) {
    super(scope, id);
    const made = keys.map((key) => [key.id, this.publicKey(key).id] as const);
    this.keyIds = Object.fromEntries(made);
    this.keyGroupId = new CloudfrontKeyGroup(this, "Resource", {
      // Not by content: a rotation changes the list in place, between making the new key and deleting the old one.
      name: hashedName(this, "signing-keys", this.node.path),
      items: made.map(([, keyId]) => keyId),
      lifecycle: { createBeforeDestroy: true },
    }).id;
  }

  private publicKey({ id, publicKeyPem }: SigningKeysProps["keys"][number]): CloudfrontPublicKey {
    // Without exactly one final newline the provider finds a difference at each plan and replaces the key.
    const encodedKey = `${publicKeyPem.trim()}\n`;
    return new CloudfrontPublicKey(this, id, {
      name: hashedName(this, `key-${id}`, encodedKey),
      encodedKey,
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
