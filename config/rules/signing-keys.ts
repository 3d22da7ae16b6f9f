// Rules of signing keys: public halves that CloudFront takes, and exactly one key that signs.
import type { Problem } from "../problem";
import { show } from "../show";
import { pathFault } from "./paths";
import { error, type Rule, type RuleInput } from "./report";

export const signingKeyFiles: Rule = {
  reads: ["signingKeys"],
  check: ({ config, project }) =>
    config.signingKeys.flatMap(({ id, publicKeyFile }, index) => {
      const path = ["signingKeys", index, "publicKeyFile"];
      // outputPaths says what is wrong with the path; nothing outside the project is read.
      if (pathFault(publicKeyFile)) return [];
      const text = project.readText(publicKeyFile);
      if (text === null) {
        return [
          error("signing-keys/file-not-found", path, {
            message: "The file with the public key is not there.",
            got: show(publicKeyFile),
            fix: `Run \`httpsmith keys new ${id}\`, which writes keys/${id}.pub.pem and keeps the private half out of the project.`,
          }),
        ];
      }
      // node:crypto takes its time to load, and most projects have no keys.
      const { parsePublicKey } = require("../../signing/keys") as typeof import("../../signing/keys");
      const parsed = parsePublicKey(text);
      return parsed.ok
        ? []
        : [error(parsed.problem.code, path, { message: parsed.problem.message, fix: parsed.problem.fix })];
    }),
};

export const signingKeyPhases: Rule = {
  reads: ["signingKeys", "quotas"],
  check: ({ config: { signingKeys, quotas } }) => {
    const most = quotas.publicKeysPerKeyGroup;
    const active = signingKeys.flatMap((key, index) => (key.phase === "active" ? [index] : []));
    return [
      ...duplicates(signingKeys),
      ...(signingKeys.length > 0 && active.length === 0 ? [noneActive()] : []),
      ...active.slice(1).map((index) => secondActive(index)),
      ...(signingKeys.length > most ? [tooMany(signingKeys.length, most)] : []),
    ];
  },
};

function duplicates(keys: RuleInput["config"]["signingKeys"]): Problem[] {
  return keys.flatMap(({ id }, index) => {
    if (keys.findIndex((key) => key.id === id) === index) return [];
    return [
      error("signing-keys/id-twice", ["signingKeys", index, "id"], {
        message: "Another key has this id already.",
        got: show(id),
        fix: "Give each key an id of its own, best the month it was made.",
      }),
    ];
  });
}

function noneActive(): Problem {
  return error("signing-keys/none-active", ["signingKeys"], {
    message: "No key is active, so the application has none to sign with.",
    fix: 'Give one key "phase": "active".',
  });
}

function secondActive(index: number): Problem {
  return error("signing-keys/two-active", ["signingKeys", index, "phase"], {
    message: "Another key is active already; the application signs with one.",
    fix: 'Write "staged" for the next key, "retiring" for the last one.',
  });
}

function tooMany(count: number, most: number): Problem {
  return error("signing-keys/too-many", ["signingKeys"], {
    message: "CloudFront takes a limited number of keys in a key group.",
    got: `${count} keys`,
    expected: `at most ${most}`,
    fix: `Remove keys that have retired long enough for all their URLs to expire; or have the quota raised and write "quotas": { "publicKeysPerKeyGroup": ${count} }.`,
  });
}
