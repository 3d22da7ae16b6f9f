// Config → Project: hosts, folders, behaviors, keys and environments that follow from what was written.
import { clientOrigin, serverOrigin } from "../projects";
import { outputs, resolved } from "./resolved";
import { configText, host, load, type Sections, sections, server, site } from "./row";
import { pem, signingKeys } from "./rows/keys";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const api = '{ "path": "/api/*", "origin": { "server": true } }';

describe("hosts", () => {
  test.each([
    [
      "a domain",
      '{ "kind": "domain", "name": "api.example.co.uk" }',
      { name: "api.example.co.uk", ip: null },
    ],
    ["nip.io", '{ "kind": "nip.io", "ip": "54.180.1.2" }', { name: "54.180.1.2.nip.io", ip: "54.180.1.2" }],
    [
      "nip.io with dashes",
      '{ "kind": "nip.io", "ip": "54.180.1.2", "notation": "dashed" }',
      { name: "54-180-1-2.nip.io" },
    ],
    ["a bare address", '{ "kind": "ip", "ip": "54.180.1.2" }', { name: "54.180.1.2", ip: "54.180.1.2" }],
  ])("%s", (_, text, expected) => {
    const { server: found, django } = resolved(host(text));
    expect(found?.host).toMatchObject({ ...expected, origin: `https://${expected.name}` });
    expect(found?.acme).toMatchObject({
      certName: expected.name,
      tlsDirectory: `/etc/nginx/tls/${expected.name}`,
    });
    expect(django?.allowedHosts).toEqual([expected.name]);
  });

  test("a bare address has no HSTS, and Django is told why", () => {
    const { server: found, django } = resolved(host('{ "kind": "ip", "ip": "54.180.1.2" }'));
    expect(found?.hsts).toBeNull();
    expect(django?.silencedChecks.map(({ id }) => id)).toEqual(["security.W004"]);
  });

  test("checks are silenced for what the config does not ask for, and only that", () => {
    const ids = (hsts: string) => {
      const apex = { server: server("hsts", hsts).server!.replace("api.example.com", "example.com") };
      return resolved(apex).django?.silencedChecks.map(({ id }) => id);
    };
    expect(ids("{}")).toEqual(["security.W005", "security.W021"]);
    expect(ids('{ "includeSubDomains": true }')).toEqual(["security.W021"]);
    expect(ids('{ "includeSubDomains": true, "preload": true }')).toEqual([]);
  });
});

describe("what follows from the settings file", () => {
  test.each([
    ["backend/config/settings_https.py", "config.wsgi:application", "/srv/moathon/backend"],
    ["backend/config/settings/https.py", "config.wsgi:application", "/srv/moathon/backend"],
    ["config/settings_https.py", "config.wsgi:application", "/srv/moathon"],
    ["settings_https.py", "wsgi:application", "/srv/moathon"],
    ["my-api/settings_https.py", "wsgi:application", "/srv/moathon/my-api"],
    ["my-api/settings/https.py", "wsgi:application", "/srv/moathon/my-api"],
  ])("%s", (settingsFile, application, workingDirectory) => {
    const { server: found } = resolved({ django: `{ "settingsFile": "${settingsFile}" }` });
    expect(found?.gunicorn).toMatchObject({ application, workingDirectory });
  });

  test("what is written wins", () => {
    const { server: found } = resolved(
      server(
        "gunicorn",
        '{ "application": "a.b:c", "workingDirectory": "/opt/x", "virtualEnv": "/opt/venv", "environmentFile": "/opt/env" }',
      ),
    );
    expect(found?.gunicorn).toMatchObject({
      application: "a.b:c",
      workingDirectory: "/opt/x",
      virtualEnv: "/opt/venv",
      environmentFile: "/opt/env",
    });
  });
});

test.each([
  ['"media": {}', "/media/", "/srv/moathon/media"],
  ['"media": { "url": "/uploads/", "root": "/data/uploads" }', "/uploads/", "/data/uploads"],
])("uploaded files of %s are on the server's disk", (media, url, root) => {
  const { django } = resolved({ django: `{ "settingsFile": "a.py", ${media} }` });
  expect(django?.media).toEqual({ url, root });
});

test("what a behavior leaves out follows from its origin", () => {
  const media =
    '{ "path": "/media/*", "origin": { "bucket": "media", "path": "/v1" }, "cache": { "defaultTtlSeconds": 60 } }';
  const { distributions } = resolved(site([api, media, page]));
  expect(distributions["site"]?.behaviors).toMatchObject([
    {
      origin: serverOrigin,
      allowedMethods: "all",
      cache: "none",
      forward: { cookies: "all", query: "all", headers: "all" },
    },
    {
      origin: { ...clientOrigin, bucket: "media", path: "/v1" },
      allowedMethods: "read",
      cache: {
        minTtlSeconds: 0,
        defaultTtlSeconds: 60,
        maxTtlSeconds: 31536000,
        cookies: "none",
        query: "none",
        headers: [],
      },
      forward: { cookies: "none" },
    },
    {
      origin: clientOrigin,
      allowedMethods: "read",
      cache: "static",
      forward: { cookies: "none", query: "none", headers: "none" },
      viewerProtocolPolicy: "redirect-to-https",
      compress: true,
      signed: false,
      edge: [],
    },
  ]);
});

test("a public key comes in canonical form, with its id once AWS has given one", () => {
  const crlf = { "keys/a.pub.pem": pem.rsa.replaceAll("\n", "\r\n").trimEnd() };
  const [key] = resolved(signingKeys, {
    ...crlf,
    ...outputs({ signing_key_a_id: "K2JCJMDEHXQW5F" }),
  }).signingKeys;
  expect(key).toMatchObject({ publicKeyPem: pem.rsa, keyId: "K2JCJMDEHXQW5F", phase: "active" });
  expect(resolved(signingKeys).signingKeys[0]?.keyId).toBeNull();
});

describe("environments", () => {
  const backend = (text: string) => ({
    terraform: `{ "backend": ${text} }`,
    environments: '{ "staging": { "region": "eu-west-1" } }',
  });
  const both = (changed: Sections) => load(configText(changed)).projects;

  test("each is a stack of its own beside the config as written", () => {
    expect(
      both(backend('{ "cloud": { "organization": "o", "workspace": "w" } }')).map(
        ({ stack, environment, region }) => [stack, environment, region],
      ),
    ).toEqual([
      ["moathon", null, "ap-northeast-2"],
      ["moathon-staging", "staging", "eu-west-1"],
    ]);
  });

  test.each([
    [
      '{ "s3": { "bucket": "moathon-state", "key": "moathon/terraform.tfstate", "region": "eu-west-1" } }',
      ["key", "moathon/terraform.tfstate", "moathon/staging/terraform.tfstate"],
    ],
    [
      '{ "s3": { "bucket": "moathon-state", "key": "state", "region": "eu-west-1" } }',
      ["key", "state", "staging/state"],
    ],
    [
      '{ "cloud": { "organization": "o", "workspace": "moathon" } }',
      ["workspace", "moathon", "moathon-staging"],
    ],
  ] as const)("two states never share a place: %s", (text, [key, ...expected]) => {
    expect(
      both(backend(text)).map(({ terraform }) => (terraform.backend as Record<string, unknown>)[key]),
    ).toEqual(expected);
  });

  test("without a backend the state is local", () => {
    expect(resolved({ ...sections }).terraform).toEqual({ awsProvider: "6", backend: { kind: "local" } });
  });
});
