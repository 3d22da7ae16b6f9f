// Which name CloudFront puts into SNI and checks: derived from origins and from what each behavior forwards.
import { hostsOf } from "../../doctor";
import { originTargets } from "../../doctor/targets";
import { behindCloudFront, host } from "./farm/diagnose";

const viewer = "d111111abcdef8.cloudfront.net";
const outputs = { distribution_site_domain_name: viewer };
const server = { server: true };

// Rules of the config advise against both; a team that means it waives them, and the doctor still has to know.
const waivers = ["behaviors/host-forwarded", "behaviors/plain-http-origin"].map((rule) => ({
  rule,
  reason: "The server has a certificate for the viewers' name.",
  until: "2027-01-31",
}));

function names(behaviors: readonly object[]): string[] {
  const project = behindCloudFront({ distributions: { site: { behaviors } }, waivers }, outputs);
  return originTargets(project).map(
    ({ endpoint, peer }) => `${peer} ${endpoint.place.host}:${endpoint.place.port} ${endpoint.serverName}`,
  );
}

const rows: readonly (readonly [what: string, behaviors: readonly object[], expected: readonly string[]])[] =
  [
    ["the origin's own name by default", [{ path: "*", origin: server }], [`cloudfront ${host}:443 ${host}`]],
    [
      "the viewer's name where Host is forwarded",
      [{ path: "*", origin: server, forward: { headers: ["Host"] } }],
      [`cloudfront ${host}:443 ${viewer}`],
    ],
    [
      "the viewer's name where Host is in the cache key, in any case",
      [{ path: "*", origin: server, cache: { defaultTtlSeconds: 60, headers: ["host"] } }],
      [`cloudfront ${host}:443 ${viewer}`],
    ],
    [
      "each name once, however many behaviors ask by it",
      [
        { path: "/api/*", origin: server },
        { path: "*", origin: server },
      ],
      [`cloudfront ${host}:443 ${host}`],
    ],
    [
      "a further host by its own name and port",
      [
        { path: "/old/*", origin: { host: "old.example.com", httpsPort: 8443 } },
        { path: "*", origin: server },
      ],
      ["cloudfront old.example.com:8443 old.example.com", `cloudfront ${host}:443 ${host}`],
    ],
  ];

test.each(rows)("%s", (_, behaviors, expected) => {
  expect(names(behaviors)).toEqual(expected);
});

test("no host that is reached over plain HTTP has TLS to look at", () => {
  const plain = { path: "/old/*", origin: { host: "old.example.com", protocol: "http-only" } };
  expect(names([plain, { path: "*", origin: server }])).toEqual([`cloudfront ${host}:443 ${host}`]);
});

test("browsers ask the server by its name where no distribution forwards to it", () => {
  const buckets = { client: { name: "moathon-client-dist" } };
  const distributions = { site: { behaviors: [{ path: "*", origin: { bucket: "client" } }] } };
  const [target, ...others] = originTargets(behindCloudFront({ buckets, distributions }, outputs));
  expect(others).toEqual([]);
  expect(target).toMatchObject({ peer: "browser", endpoint: { serverName: host, certificateName: host } });
});

test("an address is asked without SNI", () => {
  const ip = {
    host: { kind: "ip", ip: "54.180.1.2" },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
  };
  const [target] = originTargets(behindCloudFront({ server: ip, distributions: {} }));
  expect(target!.endpoint).toMatchObject({ serverName: null, certificateName: "54.180.1.2" });
});

test("the hosts that may be contacted are those of the project and its buckets, without wildcards", () => {
  const project = behindCloudFront(
    {
      buckets: { media: { name: "moathon-media" } },
      distributions: {
        site: {
          aliases: ["app.example.com", "*.app.example.com"],
          certificate: {
            arn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
          },
          behaviors: [{ path: "*", origin: server }],
        },
      },
    },
    outputs,
  );
  expect([...hostsOf(project)].sort()).toEqual(
    [host, "app.example.com", viewer, "moathon-media.s3.ap-northeast-2.amazonaws.com"].sort(),
  );
});
