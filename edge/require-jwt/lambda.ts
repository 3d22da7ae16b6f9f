// Lambda@Edge, viewer request: only requests with a JSON Web Token of the issuer, for this audience, pass.
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import type { GeneratedResponse, LambdaHeaders, LambdaRequest, ViewerRequestHandler } from "../lambda-event";
import { onlyValue } from "../lambda-headers";
import { RecentTokens } from "./recent-tokens";
import type { JwtSettings } from "./settings";

declare const SETTINGS: JwtSettings;
const { issuer, audience, claims, algorithms, clockSkewSeconds, cookie, keys } = SETTINGS;

// What an answer of the key server may take; a viewer waits for it.
const fetchTimeoutMilliseconds = 3000;
// Between two fetches for a key that is not there, so that made-up key ids cause no flood of them.
const fetchPauseMilliseconds = 30_000;

const keyFor =
  "url" in keys
    ? createRemoteJWKSet(new URL(keys.url), {
        cacheMaxAge: keys.maxAgeSeconds * 1000,
        timeoutDuration: fetchTimeoutMilliseconds,
        cooldownDuration: fetchPauseMilliseconds,
      })
    : createLocalJWKSet({ keys: [...keys] });

const recent = new RecentTokens(
  clockSkewSeconds,
  "url" in keys ? keys.maxAgeSeconds : Number.POSITIVE_INFINITY,
);

export const handler: ViewerRequestHandler = async (event) => {
  try {
    const { config, request } = event.Records[0].cf;
    const token = config.eventType === "viewer-request" ? tokenOf(request) : null;
    if (token === null) return unauthorized();
    const verdict = await judge(token);
    if (verdict === "valid") return request;
    return verdict === "invalid" ? unauthorized("invalid_token") : unavailable();
  } catch {
    console.error("The event is not a viewer request of CloudFront; it was refused.");
    return unauthorized();
  }
};

// Three parts of base64url; the length bounds the work that one request can cause.
const jwt = /^[\w-]{1,2048}\.[\w-]{1,8192}\.[\w-]{1,1024}$/;

function tokenOf({ headers }: LambdaRequest): string | null {
  const authorization = headers["authorization"] ? onlyValue(headers, "authorization") : null;
  if (headers["authorization"]) return wellFormed(/^bearer +(.*)$/is.exec(authorization ?? "")?.[1]);
  return cookie === null ? null : wellFormed(cookieValue(headers, cookie));
}

function wellFormed(token: string | undefined): string | null {
  return token !== undefined && jwt.test(token) ? token : null;
}

// A name that stands twice is nobody's cookie: another host of the domain may have set one of them.
function cookieValue(headers: LambdaRequest["headers"], name: string): string | undefined {
  const pairs = (headers["cookie"] ?? []).flatMap(({ value }) => value.split(";").map((pair) => pair.trim()));
  const found = pairs.filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]!.slice(name.length + 1) : undefined;
}

async function judge(token: string): Promise<"valid" | "invalid" | "no-keys"> {
  const now = Math.floor(Date.now() / 1000);
  if (recent.has(token, now)) return "valid";
  try {
    const { payload } = await jwtVerify(token, keyFor, {
      issuer,
      algorithms: [...algorithms],
      clockTolerance: clockSkewSeconds,
      ...(audience.length > 0 ? { audience: [...audience] } : {}),
      requiredClaims: ["exp", ...claims.map(([name]) => name)],
    });
    if (!claims.every(([name, value]) => payload[name] === value)) return "invalid";
    recent.add(token, payload as JWTPayload & { exp: number }, now);
    return "valid";
  } catch (error) {
    // The codes of jose name the cause and nothing of the token.
    const code = error instanceof errors.JOSEError ? error.code : "the keys cannot be fetched";
    console.error(`A token was refused: ${code}.`);
    return ownFaults.includes(code) ? "no-keys" : "invalid";
  }
}

// What is wrong with the issuer's keys is nothing that a new sign-in would mend.
const ownFaults = ["ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID", "ERR_JOSE_GENERIC", "the keys cannot be fetched"];

function unauthorized(error?: string): GeneratedResponse {
  const challenge = `Bearer realm="protected"${error === undefined ? "" : `, error="${error}"`}`;
  return refusal(401, "Unauthorized", {
    "www-authenticate": [{ key: "WWW-Authenticate", value: challenge }],
  });
}

function unavailable(): GeneratedResponse {
  return refusal(503, "Service Unavailable", { "retry-after": [{ key: "Retry-After", value: "30" }] });
}

function refusal(code: number, text: string, headers: LambdaHeaders): GeneratedResponse {
  return {
    status: String(code),
    statusDescription: text,
    headers: {
      ...headers,
      "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
      "content-type": [{ key: "Content-Type", value: "application/json" }],
    },
    bodyEncoding: "text",
    body: JSON.stringify({ meta: { code, error_message: text }, data: {} }),
  };
}
