// A stand-in for CloudFront in the browser tests, and no more: an HTTPS server with the behaviors of synthesized Terraform.
//
// It knows the order and patterns of behaviors, allowed methods, redirects to HTTPS, viewer-request functions, folders
// in place of buckets, origins over HTTPS with their certificate checked, custom headers, and response headers
// policies. It has no cache, no signatures, no compression and no error pages.
//
// node content-network.js SETTINGS, a JSON file: { address, key, certificate, names: { HOST: { terraform, buckets: { ORIGIN: FOLDER }, variables } } }
const { readFileSync } = require("node:fs");
const http = require("node:http");
const https = require("node:https");
const { extname, join } = require("node:path");
const { createContext, runInContext } = require("node:vm");

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
const allViewerExceptHostHeader = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

const sites = new Map(
  Object.entries(settings.names).map(([host, site]) => {
    const { resource } = JSON.parse(readFileSync(site.terraform, "utf8"));
    return [
      host,
      { ...site, resource, distribution: resource.aws_cloudfront_distribution.distribution_site },
    ];
  }),
);
const tls = { key: readFileSync(settings.key), cert: readFileSync(settings.certificate) };
https.createServer(tls, answer).listen(443, settings.address);
http
  .createServer((request, response) => {
    response.writeHead(301, { Location: `https://${request.headers.host}${request.url}` }).end();
  })
  .listen(80, settings.address);

function answer(request, response) {
  const site = sites.get(request.headers.host);
  if (!site) return response.writeHead(403).end();
  const [path, query = ""] = request.url.split("?");
  const {
    ordered_cache_behavior: ordered,
    default_cache_behavior: last,
    origin: origins,
  } = site.distribution;
  const behavior = ordered.find(({ path_pattern: pattern }) => matches(pattern, path)) ?? last;
  if (!behavior.allowed_methods.includes(request.method)) return response.writeHead(403).end();
  for (const [name, value] of securityHeaders(site, behavior)) response.setHeader(name, value);
  const uri = changedByFunction(site, behavior, path);
  const origin = origins.find(({ origin_id: id }) => id === behavior.target_origin_id);
  if (!origin.custom_origin_config) return fromBucket(site, origin, uri, response);
  fromServer({ site, behavior, origin, target: query ? `${uri}?${query}` : uri }, request, response);
}

function matches(pattern, path) {
  const literal = (text) => text.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(
    `^${literal(pattern.replace(/^\/?/, "/")).replaceAll("*", ".*").replaceAll("?", ".")}$`,
  ).test(path);
}

// "${aws_x.NAME.id}" in Terraform: the block of that name.
function referred(site, type, reference) {
  return site.resource[type]?.[/^\$\{\w+\.(\w+)\./.exec(reference ?? "")?.[1]];
}

function changedByFunction(site, behavior, uri) {
  const found = behavior.function_association?.find(({ event_type: event }) => event === "viewer-request");
  const block = referred(site, "aws_cloudfront_function", found?.function_arn);
  if (!block) return uri;
  const context = createContext({ event: { request: { uri, headers: {}, querystring: {} } } });
  return runInContext(`${block.code}\nhandler(event).uri`, context);
}

function securityHeaders(site, behavior) {
  const policy = referred(
    site,
    "aws_cloudfront_response_headers_policy",
    behavior.response_headers_policy_id,
  );
  const {
    content_type_options: nosniff,
    frame_options: frame,
    ...more
  } = policy?.security_headers_config ?? {};
  const { referrer_policy: referrer, strict_transport_security: hsts } = more;
  return [
    ...(nosniff ? [["X-Content-Type-Options", "nosniff"]] : []),
    ...(frame ? [["X-Frame-Options", frame.frame_option]] : []),
    ...(referrer ? [["Referrer-Policy", referrer.referrer_policy]] : []),
    ...(hsts ? [["Strict-Transport-Security", `max-age=${hsts.access_control_max_age_sec}`]] : []),
  ];
}

function fromBucket(site, origin, uri, response) {
  const file = uri.endsWith("/") ? `${uri}${site.distribution.default_root_object}` : uri;
  try {
    const body = readFileSync(join(site.buckets[origin.origin_id], file));
    response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
    response.end(body);
  } catch {
    response.writeHead(403).end();
  }
}

function fromServer({ site, behavior, origin, target }, request, response) {
  const everything = behavior.origin_request_policy_id === allViewerExceptHostHeader;
  const { host: _, connection: __, "x-forwarded-proto": ___, ...forwarded } = request.headers;
  const known = [forwarded["x-forwarded-for"], request.socket.remoteAddress].filter(Boolean).join(", ");
  const variable = (value) => value.replace(/\$\{var\.(\w+)\}/g, (_all, name) => site.variables[name]);
  const own = (origin.custom_header ?? []).map(({ name, value }) => [name.toLowerCase(), variable(value)]);
  const headers = {
    ...(everything ? forwarded : {}),
    ...{ host: origin.domain_name, via: "1.1 stand-in", "x-forwarded-for": known },
    ...Object.fromEntries(own),
  };
  const options = {
    host: origin.domain_name,
    servername: origin.domain_name,
    path: target,
    method: request.method,
  };
  const asked = https.request({ ...options, headers, agent: false }, (answered) => {
    response.writeHead(answered.statusCode, answered.headers);
    answered.pipe(response);
  });
  asked.on("error", (error) => {
    if (!response.headersSent) response.writeHead(502, { "X-Error": error.code ?? "error" });
    response.end();
  });
  request.pipe(asked);
}
