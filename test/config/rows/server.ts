// Rows: the server section.
import { host, remoteState, row, type Sections, sections, server, site } from "../row";

const address = (ip: string) => host(`{ "kind": "ip", "ip": «"${ip}" }`);
const name = (text: string) => host(`{ "kind": "domain", "name": «"${text}" }`);
const notPublic = ["server/address-not-public", "server.host.ip"] as const;
const hostName = ["server/host-name", "server.host.name"] as const;
const nipIo = ["server/nip-io-other-address", "server.host.name"] as const;

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const api = '{ "path": "/api/*", "origin": { "server": true } }';

const specialAddresses = [
  ["this network", "0.0.0.0"],
  ["private 10/8", "10.0.0.5"],
  ["private 172.16/12", "172.31.255.1"],
  ["private 192.168/16", "192.168.1.10"],
  ["loopback", "127.0.0.1"],
  ["link-local, where EC2 metadata is", "169.254.169.254"],
  ["carrier-grade NAT", "100.64.0.1"],
  ["documentation 192.0.2/24", "192.0.2.1"],
  ["documentation 198.51.100/24", "198.51.100.7"],
  ["documentation 203.0.113/24", "203.0.113.7"],
  ["benchmark 198.18/15", "198.18.0.1"],
  ["multicast", "224.0.0.1"],
  ["reserved 240/4", "250.1.2.3"],
  ["broadcast", "255.255.255.255"],
] as const;

const hosts = [
  ...specialAddresses.map(([what, ip]) =>
    row(`rejects an address that is not public: ${what}`, address(ip), notPublic),
  ),
  row("accepts public addresses beside private ranges", host('{ "kind": "ip", "ip": "172.32.0.1" }')),
  row(
    "rejects a private address for nip.io too, and warns of the shared limit",
    host('{ "kind": «"nip.io", "ip": «"10.0.0.5" }'),
    ["server/nip-io-shared-limit", "server.host.kind", "warning"],
    notPublic,
  ),
  row(
    "warns of nip.io's shared limit",
    host('{ "kind": «"nip.io", "ip": "54.180.1.2", "notation": "dashed" }'),
    ["server/nip-io-shared-limit", "server.host.kind", "warning"],
  ),
  row("rejects a host with a scheme", name("https://api.example.com"), hostName),
  row("rejects a host with a port", name("api.example.com:8443"), hostName),
  row("rejects a host with a path", name("api.example.com/v1"), hostName),
  row("rejects an address as a name", name("54.180.1.2"), hostName),
  row("rejects an IPv6 address as a name", name("2001:db8::1"), hostName),
  row("rejects a wildcard host", name("*.example.com"), hostName),
  row("rejects a final dot", name("api.example.com."), hostName),
  row("rejects capitals in a host", name("API.example.com"), hostName),
  row("rejects an international name in letters", name("bücher.example.com"), hostName),
  row(
    "accepts an international name in its xn-- form",
    host('{ "kind": "domain", "name": "xn--bcher-kva.example.com" }'),
  ),
  row("rejects a name that only one's own network knows", name("api.shop.local"), hostName),
  row("rejects the name that AWS gives inside", name("ip-10-0-0-5.ec2.internal"), hostName),
  row("accepts a name that ends alike", host('{ "kind": "domain", "name": "api.mylocal.com" }')),
  row("rejects an underscore in a host", name("my_api.example.com"), hostName),
  row("rejects a space in a host", name("api example.com"), hostName),
  row("rejects a line break in a host", name("api.example.com\\nlisten 81;"), hostName),
  row("rejects a label of 64 letters", name(`${"a".repeat(64)}.example.com`), hostName),
  row(
    "accepts a host of 253 characters",
    host(`{ "kind": "domain", "name": "${`${"a".repeat(62)}.`.repeat(3)}${"b".repeat(60)}.com" }`),
  ),
  row("rejects a host without a dot", name("localhost"), hostName),
  row("rejects a numeric top-level domain", name("example.123"), hostName),
  row("rejects an empty host", name(""), hostName),
];

const nipIoNames = [
  row("rejects a nip.io name that reads as another address", name("app-1-203-0-113-7.nip.io"), nipIo),
  row("rejects a nip.io name with a number before the address", name("2.203.0.113.7.nip.io"), nipIo),
  row("rejects a nip.io name that happens to be hexadecimal", name("deadbeef.nip.io"), nipIo),
  row("rejects a nip.io name without an address", name("moathon.nip.io"), nipIo),
  row("rejects a right nip.io name as a domain of one's own", name("54.180.1.2.nip.io"), nipIo),
  row("rejects sslip.io, which is the same", name("54.180.1.2.sslip.io"), nipIo),
  row("accepts a domain that only looks like nip.io", host('{ "kind": "domain", "name": "api.snip.io" }')),
];

const group = (text: string): Sections => ({
  server: server("x", "1")
    .server!.replace(/,\n {4}"x": 1/, "")
    .replace(/"securityGroupId": .*/, text),
});

const twoDistributions = {
  distributions: `{ "site": { "behaviors": [${page}] }, "api": { "behaviors": [${api.replace("/api/*", "*")}] } }`,
};

const network = [
  row("rejects two security groups", server("securityGroup", '«{ "vpcId": "vpc-0a1b2c3d4e5f67890" }'), [
    "server/two-security-groups",
    "server.securityGroup",
  ]),
  row("accepts a new security group", group('"securityGroup": { "vpcId": "vpc-0a1b2c3d4e5f67890" },')),
  row(
    "warns when no security group is named, at the key of the server",
    { "«server": group("").server!, server: null },
    ["server/no-security-group", "server", "warning"],
  ),
  row(
    "rejects a server that CloudFront alone may reach but never asks",
    { ...server("ingress", '{ "from": «"cloudfront" }'), ...remoteState },
    ["server/nobody-reaches-it", "server.ingress.from"],
  ),
  row(
    "rejects a server that asks for the header where no behavior leads to it",
    { ...server("originVerify", "«true"), ...remoteState },
    ["server/nobody-reaches-it", "server.originVerify"],
  ),
  row("accepts a server behind CloudFront", {
    ...server("ingress", '{ "from": "cloudfront" }'),
    ...site([api, page]),
    ...remoteState,
  }),
  row("accepts a server behind one of two distributions", {
    ...server("ingress", '{ "from": "cloudfront" }'),
    ...twoDistributions,
    ...remoteState,
  }),
  row(
    "warns of a secret in a local state",
    {
      ...server("originVerify", "true"),
      "«server": server("originVerify", "true").server!,
      ...site([api, page]),
      server: null,
    },
    ["server/secret-in-local-state", "server", "warning"],
  ),
  row(
    "warns of CloudFront's addresses without the header, which strangers have too",
    {
      server: sections.server.replace(
        /\n {2}}$/,
        ',\n    "ingress": { "from": "cloudfront" }, "originVerify": «false\n  }',
      ),
      ...site([api, page]),
    },
    ["server/any-distribution-reaches-it", "server.originVerify", "warning"],
  ),
  row(
    "rejects CloudFront's prefix list in too small a quota",
    {
      ...server("ingress", '{ "from": «"cloudfront", "rulesQuota": 56 }'),
      ...site([api, page]),
      ...remoteState,
    },
    ["server/security-group-too-heavy", "server.ingress.from"],
  ),
  row("accepts a quota that is just enough", {
    ...server("ingress", '{ "from": "cloudfront", "rulesQuota": 57 }'),
    ...site([api, page]),
    ...remoteState,
  }),
];

const preload = ["server/preload-not-possible", "server.hsts.preload"] as const;
const hsts = (hostText: string, text: string): Sections => ({
  server: server("hsts", text).server!.replace(/"host": .*/, `"host": ${hostText},`),
});
const apex = '{ "kind": "domain", "name": "example.com" }';

const https = [
  row("accepts preload where it is possible", hsts(apex, '{ "includeSubDomains": true, "preload": true }')),
  row(
    "accepts preload for exactly a year",
    hsts(apex, '{ "includeSubDomains": true, "preload": true, "maxAgeSeconds": 31536000 }'),
  ),
  row(
    "rejects preload of a sub-domain",
    hsts(
      '{ "kind": "domain", "name": "api.example.com" }',
      '{ "includeSubDomains": true, "preload": «true }',
    ),
    preload,
  ),
  row(
    "rejects preload of an address",
    hsts('{ "kind": "ip", "ip": "54.180.1.2" }', '{ "includeSubDomains": true, "preload": «true }'),
    preload,
  ),
  row("rejects preload without sub-domains", hsts(apex, '{ "preload": «true }'), preload),
  row(
    "rejects preload for less than a year",
    hsts(apex, '{ "includeSubDomains": true, "preload": «true, "maxAgeSeconds": 31535999 }'),
    preload,
  ),
  row(
    "warns of TLS 1.3 alone behind CloudFront",
    { ...server("nginx", '{ "tls": «"modern" }'), ...site([api, page]) },
    ["server/tls13-only-origin", "server.nginx.tls", "warning"],
  ),
  row(
    "warns of TLS 1.3 alone behind one of two distributions",
    { ...server("nginx", '{ "tls": «"modern" }'), ...twoDistributions },
    ["server/tls13-only-origin", "server.nginx.tls", "warning"],
  ),
  row("accepts TLS 1.3 alone where browsers come directly", server("nginx", '{ "tls": "modern" }')),
];

const timeouts = [
  row(
    "rejects a worker that works longer than Nginx waits",
    server("gunicorn", '{ "timeoutSeconds": «61 }'),
    ["server/timeout-order", "server.gunicorn.timeoutSeconds"],
  ),
  row("accepts equal times", server("gunicorn", '{ "timeoutSeconds": 60 }')),
  row(
    "points at Nginx's time when the worker's is a default",
    server("nginx", '{ "proxyReadTimeoutSeconds": «29 }'),
    ["server/timeout-order", "server.nginx.proxyReadTimeoutSeconds"],
  ),
];

export const serverRows = [...hosts, ...nipIoNames, ...network, ...https, ...timeouts];
