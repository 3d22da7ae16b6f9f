// Rules of the settings of single handlers: keys of tokens, redirects that lead somewhere, headers that may be set.
import type { Config } from "../../schemas/config";
import { fixedHeaders } from "../edge-headers";
import { type JwksFault, publicKeys } from "../jwks";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { perFunction } from "./edge";
import { pathProblems } from "./paths";
import { error, type ProjectFiles, type Rule } from "./report";

type EdgeFunction = Config["edge"][string];
type Of<Handler> = Extract<EdgeFunction, { handler: Handler }>;

export const edgeTokens: Rule = {
  reads: ["edge"],
  check: ({ config, project }) =>
    perFunction(config, (one, path) =>
      one.handler === "require-jwt" ? [...claimProblems(one, path), ...keyProblems(one, path, project)] : [],
    ),
};

export const edgeRedirects: Rule = {
  reads: ["edge"],
  check: ({ config }) =>
    perFunction(config, (one, path) => (one.handler === "redirects" ? redirectProblems(one, path) : [])),
};

export const edgeHeaders: Rule = {
  reads: ["edge"],
  check: ({ config }) =>
    perFunction(config, (one, path) => (one.handler === "security-headers" ? headerProblems(one, path) : [])),
};

function claimProblems({ audience, claims }: Of<"require-jwt">, path: JsonPath): Problem[] {
  if (audience.length > 0 || Object.keys(claims).length > 0) return [];
  return [
    error("edge/any-audience", path, {
      message: "A token that the issuer made for any other application would be let in.",
      fix: 'Add "audience": ["…"], or "claims" that only tokens for this application have.',
    }),
  ];
}

function keyProblems(
  { jwksFile, jwksUrl, algorithms }: Of<"require-jwt">,
  path: JsonPath,
  project: ProjectFiles,
): Problem[] {
  if ((jwksFile === undefined) === (jwksUrl === undefined)) {
    return [
      error("edge/one-key-source", path, {
        message: "The issuer's keys come from one place: a file of the project, or an address.",
        got: jwksFile === undefined ? "neither" : "both",
        expected: "jwksFile or jwksUrl",
        fix: 'Write "jwksFile": "keys/jwks.json", or "jwksUrl": "https://…".',
      }),
    ];
  }
  if (jwksFile === undefined) return [];
  const at = [...path, "jwksFile"];
  const outside = pathProblems(at, jwksFile, "keys/jwks.json");
  if (outside.length > 0) return outside;
  const text = project.readText(jwksFile);
  if (text === null) {
    return [
      error("edge/file-not-found", at, {
        message: "The file with the issuer's keys is not there.",
        got: show(jwksFile),
        fix: "Save the set there that the issuer publishes, most often at /.well-known/jwks.json.",
      }),
    ];
  }
  const { fault } = publicKeys(text, algorithms);
  return fault === null ? [] : [jwksProblem(fault, at)];
}

// The contents are never shown: a private key may be among them.
function jwksProblem(fault: JwksFault, path: JsonPath): Problem {
  if (fault === "private") {
    return error("edge/private-key-in-jwks", path, {
      message: "The file holds a private or a symmetric key. Whoever reads it can make tokens.",
      got: "a key with secret members (contents not shown)",
      expected: "public keys alone, as the issuer publishes them",
      fix: "Take the file out of the project and its history, replace the key at the issuer, and save the public set.",
    });
  }
  const what = {
    "not-a-set": { message: "The file is not a JWK set.", expected: '{ "keys": [{ "kty": "RSA", … }] }' },
    "none-that-fits": {
      message: "No key in the file fits the algorithms.",
      expected: "RSA of 2048 bits or more for RS256, P-256 for ES256, for signatures",
    },
    "same-id": {
      message: "Two keys of one type have the same id, so that a token would not tell which one signed it.",
      expected: "a kid of its own for each",
    },
  }[fault];
  return error("edge/jwks", path, { ...what, fix: "Save the set anew from the issuer." });
}

function redirectProblems({ rules }: Of<"redirects">, path: JsonPath): Problem[] {
  return rules.flatMap((rule, index) => {
    const at = [...path, "rules", index];
    if (/^\/[/\\]/.test(rule.to)) return [otherSite(rule.to, [...at, "to"])];
    if (rule.to.endsWith("*") && !rule.path.endsWith("*")) return [nothingToPutIn(rule.to, [...at, "to"])];
    return isLoop(rules, index) ? [loop(rule.to, at)] : [];
  });
}

function otherSite(to: string, path: JsonPath): Problem {
  return error("edge/redirect-target", path, {
    message: "Browsers take a path that begins with two slashes for another site.",
    got: show(to),
    fix: `Write ${show(to.replace(/^[/\\]+/, "/"))}, or the whole URL.`,
  });
}

function nothingToPutIn(to: string, path: JsonPath): Problem {
  return error("edge/redirect-target", path, {
    message: "The `*` stands for what that of `path` matched, and `path` has none.",
    got: show(to),
    fix: 'End "path" with `*`, or take it off "to".',
  });
}

// Follows a request that the rule fits through the rules; no viewer follows more than twenty.
function isLoop(rules: Of<"redirects">["rules"], start: number): boolean {
  let host = rules[start]!.host ?? "any.invalid";
  let path = rules[start]!.path.replace(/\*$/, "x");
  for (let hops = 0; hops < 20; hops++) {
    const rule = rules.find((one) => (one.host ?? host) === host && matches(one.path, path));
    if (rule === undefined) return false;
    const rest = rule.to.endsWith("*") ? path.slice(rule.path.length - 1).replace(/^\/+/, "") : "";
    const to = rule.to.replace(/\*$/, "") + rest;
    const url = new URL(to, `https://${host}`);
    if (rule.to.startsWith("https:")) host = url.host;
    path = url.pathname;
  }
  return true;
}

function matches(pattern: string, path: string): boolean {
  return pattern.endsWith("*") ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function loop(to: string, path: JsonPath): Problem {
  return error("edge/redirect-loop", path, {
    message: "What this leads to is redirected again, without an end.",
    got: show(to),
    fix: "Give the rule a `host` or a `path` that its target does not have.",
  });
}

function headerProblems({ headers, event }: Of<"security-headers">, path: JsonPath): Problem[] {
  return headers.flatMap(({ name }, index) => {
    if (!fixedHeaders(event, name)) return [];
    return [
      error("edge/fixed-header", [...path, "headers", index, "name"], {
        message:
          "CloudFront does not let a function set this header on this event; the viewer would get a 502.",
        got: `${name} on ${event}`,
        fix: "Remove it.",
      }),
    ];
  });
}
