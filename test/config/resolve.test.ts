// Config → Project: complete, frozen, serialisable, with what follows from what was written.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { moathon } from "../projects";
import { deployed, resolved } from "./resolved";
import { host, load, type Sections, site } from "./row";
import { signingKeys } from "./rows/keys";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const api = '{ "path": "/api/*", "origin": { "server": true } }';

const variants: Record<string, Sections> = {
  plain: {},
  nothing: { server: null, django: null, frontend: null, buckets: null, distributions: null },
  "same-origin": site([api, page]),
  nip: host('{ "kind": "nip.io", "ip": "54.180.1.2", "notation": "dashed" }'),
  address: host('{ "kind": "ip", "ip": "54.180.1.2" }'),
  keys: { ...signingKeys, ...site(['{ "path": "*", "origin": { "bucket": "media" }, "signed": true }']) },
  odd: { tags: '{ "__proto__": "x", "constructor": "y", "${z}": "%{z}" }' },
};

describe.each(Object.entries(variants))("the project of the config: %s", (_, changed) => {
  const project = resolved(changed, deployed);

  test("is frozen through and through", () => {
    expect(unfrozen(project, "project")).toEqual([]);
  });

  test("comes back equal from JSON, so nothing in it is undefined, a function or an infinity", () => {
    expect(JSON.parse(JSON.stringify(project))).toEqual(project);
    expect(missing(project, "project")).toEqual([]);
  });

  test("holds nothing private", () => {
    expect(JSON.stringify(project)).not.toContain("PRIVATE");
  });
});

function unfrozen(value: unknown, path: string): string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = Object.isFrozen(value) ? [] : [path];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => unfrozen(inner, `${path}.${key}`))];
}

function missing(value: unknown, path: string): string[] {
  if (value === undefined) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => missing(inner, `${path}.${key}`));
}

test("the moathon example is the project that all tests share", () => {
  const text = readFileSync(join(__dirname, "../../examples/moathon/httpsmith.json"), "utf8");
  const { projects, problems } = load(text, deployed);
  expect(problems.map(({ code }) => code)).toEqual(["server/nip-io-shared-limit"]);
  expect(projects).toEqual([moathon]);
});

describe("pending facts", () => {
  const pendingOf = (changed: Sections) =>
    resolved(changed).pending.map(({ output, neededBy }) => `${output} -> ${neededBy}`);
  const domain = "distribution_site_domain_name ->";
  const settings = "backend/config/settings_https.py";

  test("a page on another origin is unknown to Django until the first deploy", () => {
    expect(pendingOf({})).toEqual([`${domain} CORS_ALLOWED_ORIGINS, CSRF_TRUSTED_ORIGINS in ${settings}`]);
  });

  test("in the same-origin layout the page's own URL is unknown too", () => {
    expect(pendingOf(site([api, page]))).toEqual([
      `${domain} CSRF_TRUSTED_ORIGINS in ${settings}`,
      `${domain} VITE_API_URL in frontend/.env.production`,
    ]);
  });

  test("an alias is known from the start", () => {
    const alias =
      '"aliases": ["app.example.com"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }';
    expect(pendingOf(site([page], alias))).toEqual([]);
  });

  test("nothing is pending after the deploy, and unknown values are left out before, never invented", () => {
    expect(resolved({}, deployed).pending).toEqual([]);
    const { django, frontend, distributions } = resolved(site([api, page]));
    expect(django?.csrfTrustedOrigins).toEqual(["https://api.example.com"]);
    expect(frontend?.apiUrl.value).toBeNull();
    expect(distributions["site"]).toMatchObject({ domainName: null, webOrigins: [] });
  });

  test("a project without a front end waits for nothing", () => {
    expect(resolved({ frontend: null }).pending).toEqual([]);
  });
});

describe("layouts", () => {
  test("cross-origin: CORS, the API's own URL, cookies that travel between sites", () => {
    const { frontend, django } = resolved({}, deployed);
    expect(frontend).toMatchObject({
      layout: "cross-origin",
      apiUrl: { name: "VITE_API_URL", value: "https://api.example.com" },
    });
    expect(django).toMatchObject({
      corsAllowedOrigins: ["https://d111111abcdef8.cloudfront.net"],
      csrfTrustedOrigins: ["https://api.example.com", "https://d111111abcdef8.cloudfront.net"],
      cookies: { crossSite: true, sameSite: "None", partitioned: true },
    });
  });

  test("same-origin: no CORS, the page's URL, first-party cookies", () => {
    const { frontend, django } = resolved(site([api, page]), deployed);
    expect(frontend).toMatchObject({
      layout: "same-origin",
      apiUrl: { value: "https://d111111abcdef8.cloudfront.net" },
    });
    expect(django).toMatchObject({
      corsAllowedOrigins: [],
      cookies: { crossSite: false, sameSite: "Lax", partitioned: false },
    });
  });

  test("cross-origin on one registrable domain: cookies stay on the site", () => {
    const alias =
      '"aliases": ["app.example.com", "*.example.com"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }';
    const { django } = resolved(site([page], alias));
    expect(django).toMatchObject({
      corsAllowedOrigins: ["https://app.example.com"],
      cookies: { crossSite: false, sameSite: "Lax" },
    });
  });

  test("two domains below one top-level domain are two sites", () => {
    const other =
      '"aliases": ["app.example.org"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }';
    expect(resolved(site([page], other)).django?.cookies.crossSite).toBe(true);
    expect(
      resolved(site([page], other.replace("app.example.org", "app.other.com"))).django?.cookies.crossSite,
    ).toBe(true);
  });

  test("one alias on another site is enough to need cookies that travel", () => {
    const both =
      '"aliases": ["app.example.com", "app.example.org"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }';
    expect(resolved(site([page], both)).django?.cookies.crossSite).toBe(true);
  });

  test("two nip.io names are one site to a browser, two CloudFront names are not", () => {
    const alias = (name: string) =>
      site(
        [page],
        `"aliases": ["${name}"], "certificate": { "arn": "arn:aws:acm:us-east-1:111122223333:certificate/0a1b" }`,
      );
    const nip = host('{ "kind": "nip.io", "ip": "54.180.1.2" }');
    expect(resolved({ ...nip, ...alias("54.180.9.9.nip.io") }).django?.cookies.crossSite).toBe(false);
    expect(resolved({ ...nip, ...alias("app.example.com") }).django?.cookies.crossSite).toBe(true);
  });

  test("further hosts and origins come behind, each once", () => {
    const { django } = resolved({
      django:
        '{ "settingsFile": "a.py", "allowedHosts": ["api.example.com", "health.example.com"], "csrfTrustedOrigins": ["https://api.example.com", "https://admin.example.com"] }',
    });
    expect(django).toMatchObject({
      allowedHosts: ["api.example.com", "health.example.com"],
      csrfTrustedOrigins: ["https://api.example.com", "https://admin.example.com"],
    });
  });
});
