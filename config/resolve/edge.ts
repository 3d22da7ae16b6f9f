// Resolves the section `edge`: the runtime of each function, and the settings that its code will hold.
import type { Config } from "../../schemas/config";
import { defaultRuntime } from "../edge-runtimes";
import { publicKeys } from "../jwks";
import type { EdgeFunction } from "../project";

type Written = Config["edge"][string];

/** @param readText of a file beside the config */
export function resolveEdge(
  { edge }: Config,
  readText: (path: string) => string | null,
): Record<string, EdgeFunction> {
  return Object.fromEntries(Object.entries(edge).map(([id, one]) => [id, resolveOne(id, one, readText)]));
}

// What AWS's guide has for viewer events, and enough for what httpsmith brings (reference edge.md §0 #1).
const limits = { memoryMb: 128, timeoutSeconds: 5, includeBody: false } as const;

function resolveOne(id: string, one: Written, readText: (path: string) => string | null): EdgeFunction {
  const { handler, event } = one;
  if (one.handler === "custom") {
    const { file, runtime = defaultRuntime(handler, event, file) } = one;
    const { memoryMb = limits.memoryMb, timeoutSeconds = limits.timeoutSeconds, includeBody = false } = one;
    return { id, handler, event, runtime, memoryMb, timeoutSeconds, includeBody, settings: {}, file };
  }
  const runtime = ("runtime" in one ? one.runtime : undefined) ?? defaultRuntime(handler, event);
  return { id, handler, event, runtime, ...limits, settings: settingsOf(one, readText), file: null };
}

function settingsOf(
  one: Exclude<Written, { handler: "custom" }>,
  readText: (path: string) => string | null,
): EdgeFunction["settings"] {
  switch (one.handler) {
    // In the order of the digests and not of the config: to order them anew is no reason to deploy.
    case "require-authorization":
      return { tokenSha256: [...one.tokenSha256].sort() };
    case "basic-auth":
      return { credentialSha256: [...one.credentialSha256].sort(), realm: one.realm };
    case "require-jwt":
      return jwtSettings(one, readText);
    case "spa-fallback":
      return { startPage: one.startPage };
    case "redirects":
      return { rules: one.rules.map(redirectRule) };
    case "security-headers":
      return { headers: one.headers.map(headerRule) };
    case "origin-signature":
      return { header: one.header };
  }
}

function jwtSettings(
  one: Extract<Written, { handler: "require-jwt" }>,
  readText: (path: string) => string | null,
): EdgeFunction["settings"] {
  const { issuer, audience, claims, algorithms, clockSkewSeconds } = one;
  const keys = one.jwksUrl
    ? { url: one.jwksUrl, maxAgeSeconds: one.jwksMaxAgeSeconds }
    : publicKeys(readText(one.jwksFile!) ?? "", algorithms).keys;
  return {
    issuer,
    audience,
    claims: Object.entries(claims),
    algorithms,
    clockSkewSeconds,
    cookie: one.cookie ?? null,
    keys,
  };
}

function redirectRule({ host, path, to, status }: RedirectRule): object {
  return { host: host ?? null, ...opened("path", "open", path), ...opened("to", "toOpen", to), status };
}

function headerRule({ name, value, contentTypes, path, override }: HeaderRule): object {
  const where = path === undefined ? { path: null, open: false } : opened("path", "open", path);
  return { name, value: value === "" ? null : value, contentTypes: contentTypes ?? null, ...where, override };
}

type RedirectRule = Extract<Written, { handler: "redirects" }>["rules"][number];
type HeaderRule = Extract<Written, { handler: "security-headers" }>["headers"][number];

function opened(name: string, flag: string, text: string): object {
  const open = text.endsWith("*");
  return { [name]: open ? text.slice(0, -1) : text, [flag]: open };
}
