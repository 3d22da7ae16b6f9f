// Rules of the frontend section: everything in the bundle is public, and every dotenv parser must read it alike.
import { isEnvValue } from "../env-value";
import type { Problem } from "../problem";
import { looksSecretName, looksSecretValue } from "../secrets";
import { show } from "../show";
import { didYouMean } from "../suggest";
import { error, type Rule } from "./report";

export const frontendReferences: Rule = {
  reads: ["frontend.distribution"],
  names: ["distributions", "server"],
  check: ({ config: { frontend, distributions, server } }) => {
    if (!frontend) return [];
    return [
      ...(Object.hasOwn(distributions, frontend.distribution)
        ? []
        : [unknownDistribution(frontend.distribution, Object.keys(distributions))]),
      ...(server ? [] : [noServer()]),
    ];
  },
};

function unknownDistribution(id: string, known: readonly string[]): Problem {
  return error("frontend/unknown-distribution", ["frontend", "distribution"], {
    message: `There is no distribution ${show(id)} in "distributions".`,
    fix: didYouMean(id, known),
  });
}

function noServer(): Problem {
  return error("frontend/no-server", ["frontend"], {
    at: "key",
    message: "The API's URL comes from the server section, which this project does not have.",
    fix: 'Add "server", or remove "frontend".',
  });
}

export const frontendVariables: Rule = {
  reads: ["frontend"],
  check: ({ config: { frontend } }) => {
    if (!frontend) return [];
    return Object.entries(frontend.variables).flatMap(([name, value]) => {
      const path = ["frontend", "variables", name];
      if (name.startsWith(frontend.envPrefix)) return [prefixedName(path, name, frontend.envPrefix)];
      if (name === frontend.apiUrlName) return [derivedName(path, name)];
      if (!isEnvValue(value)) return [unsafeValue(path)];
      if (frontend.publishable.includes(name)) return [];
      const secret = looksSecretName(name) ?? looksSecretValue(value);
      return secret ? [secretVariable(path, name, secret)] : [];
    });
  },
};

function derivedName(path: readonly string[], name: string): Problem {
  return error("frontend/derived-variable", path, {
    at: "key",
    message: `${name} comes from the server section; a second value could only disagree with it.`,
    fix: "Remove the variable, or change apiUrlName.",
  });
}

function prefixedName(path: readonly string[], name: string, prefix: string): Problem {
  return error("frontend/prefixed-variable", path, {
    at: "key",
    message: `Names stand here without the prefix: the page would get ${prefix}${name}.`,
    fix: `Write ${JSON.stringify(name.slice(prefix.length))}.`,
  });
}

// The value itself stays out of the message: it may be a secret.
function unsafeValue(path: readonly string[]): Problem {
  return error("frontend/unsafe-value", path, {
    message: "Bundlers and shells would read this value differently.",
    expected: "ASCII without quotes, backslash, backtick, dollar sign or line breaks",
    fix: "Encode the value (base64, percent-encoding), or load it at run time.",
  });
}

function secretVariable(path: readonly string[], name: string, why: string): Problem {
  return error("frontend/looks-secret", path, {
    message: `Everyone who opens the page can read this variable, and ${why}.`,
    fix: `Keep the secret on the server. If it is meant to be public, add ${show(name)} to "publishable".`,
  });
}
