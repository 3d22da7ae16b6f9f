// Rules of the generated signer: there is a key that it signs with.
import { error, type Rule } from "./report";

export const signerKey: Rule = {
  reads: ["signer"],
  names: ["signingKeys"],
  check: ({ config: { signer, signingKeys } }) => {
    // With keys of which none is active, signing-keys/none-active says so.
    if (!signer || signingKeys.length > 0) return [];
    return [
      error("signer/no-key", ["signer"], {
        at: "key",
        message: "The signer signs with the active signing key, and the project has no signing key.",
        fix: 'Add the public half of a key to "signingKeys", or remove "signer".',
      }),
    ];
  },
};
