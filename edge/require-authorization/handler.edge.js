// Lambda@Edge, viewer request: only requests with one of the bearer tokens whose digests are in settings.json pass.
const { createHash, timingSafeEqual } = require("node:crypto");

// Visible ASCII, as RFC 6750 has it; the length bounds the work that one request can cause.
const authorization = /^(?:bearer +)?([\x21-\x7e]{1,4096})$/i;

const accepted = loadDigests();

exports.handler = async (event) => {
  try {
    const { config, request } = event.Records[0].cf;
    // On an origin request the answer would be cached, and then served without a token.
    return config.eventType === "viewer-request" && isAuthorized(request.headers) ? request : unauthorized();
  } catch {
    console.error("The event is not a viewer request of CloudFront; it was refused.");
    return unauthorized();
  }
};

function isAuthorized(headers) {
  const values = Object.hasOwn(headers, "authorization") ? headers.authorization : [];
  if (!Array.isArray(values) || values.length !== 1 || typeof values[0].value !== "string") return false;
  const token = authorization.exec(values[0].value)?.[1];
  return token !== undefined && isAccepted(token);
}

// Digests, because timingSafeEqual wants equal lengths; all of them, so that the time does not tell which matched.
function isAccepted(token) {
  const digest = createHash("sha256").update(token).digest();
  return accepted.reduce((found, one) => timingSafeEqual(digest, one) || found, false);
}

// Without settings every request is refused: an error here would be a 503, a wrong digest would look like no error.
function loadDigests() {
  try {
    return require("./settings.json").tokenSha256.map((digest) => {
      if (!/^[0-9a-f]{64}$/.test(digest)) throw new TypeError();
      return Buffer.from(digest, "hex");
    });
  } catch {
    console.error("settings.json lacks a list of SHA-256 digests; every request is refused.");
    return [];
  }
}

// RFC 9110 §11.6.1: a 401 carries a challenge; RFC 6750 §3: with a parameter. This one makes no browser ask for a password.
function unauthorized() {
  return {
    status: "401",
    statusDescription: "Unauthorized",
    headers: {
      "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
      "content-type": [{ key: "Content-Type", value: "application/json" }],
      "www-authenticate": [{ key: "WWW-Authenticate", value: 'Bearer realm="protected"' }],
    },
    bodyEncoding: "text",
    body: '{"meta":{"code":401,"error_message":"Unauthorized"},"data":{}}',
  };
}
