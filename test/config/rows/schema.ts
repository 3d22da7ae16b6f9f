// Rows: single values against the schema.
import { host, row, server, site } from "../row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const behavior = (rest: string) => site([`{ "path": "*", "origin": { "bucket": "client" }, ${rest} }`]);
const serverOf = (text: string) => ({ server: text, django: null, frontend: null });
const edge = (digests: string) => ({
  edge: `{ "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ${digests} } }`,
});
const digest = `"${"0123456789abcdef".repeat(4)}"`;

const keys = [
  row("rejects an unknown key at the top", { "«serverr": "{}" }, ["schema/unknown-key", "serverr"]),
  row("rejects an unknown key deep inside", server("gunicorn", '{ «"threads": 2 }'), [
    "schema/unknown-key",
    "server.gunicorn.threads",
  ]),
  row(
    "rejects a key that belongs to another branch of a union",
    host('{ "kind": "ip", "ip": "54.180.1.2", «"notation": "dotted" }'),
    ["schema/unknown-key", "server.host.notation"],
  ),
  row(
    "rejects __proto__ and constructor as unknown keys",
    host('{ "kind": "ip", "ip": "54.180.1.2", «"__proto__": { "a": 1 }, «"constructor": 1 }'),
    ["schema/unknown-key", "server.host.__proto__"],
    ["schema/unknown-key", "server.host.constructor"],
  ),
  row("tells a misspelt required key once", { region: null, "«regoin": '"ap-northeast-2"' }, [
    "schema/unknown-key",
    "regoin",
  ]),
  row(
    "tells a missing key beside an unknown one that is not it",
    { frontend: null, "«frontend": '{ «"envFle": "frontend/.env.production" }' },
    ["schema/missing", "frontend.distribution"],
    ["schema/unknown-key", "frontend.envFle"],
  ),
  row(
    "rejects a config without its required keys",
    "««{ }",
    ["schema/missing", "name"],
    ["schema/missing", "region"],
  ),
  row(
    "rejects a server without acme",
    '{ "name": "moathon", "region": "ap-northeast-2", «"server": { "host": { "kind": "ip", "ip": "54.180.1.2" }, "securityGroupId": "sg-0a1b2c3d4e5f67890" } }',
    ["schema/missing", "server.acme"],
  ),
  row(
    "rejects a host without its kind",
    host('{ "ip": "54.180.1.2" }').server
      ? { server: host('{ "ip": "54.180.1.2" }').server!.replace('"host"', '«"host"') }
      : {},
    ["schema/missing", "server.host.kind"],
  ),
  row(
    "rejects a host that lacks what its kind needs",
    { server: host('{ "kind": "ip" }').server!.replace('"host"', '«"host"') },
    ["schema/missing", "server.host.ip"],
  ),
];

const types = [
  row("rejects a number in place of text", { name: "«5" }, ["schema/wrong-type", "name"]),
  row("rejects null in place of an object", serverOf("«null"), ["schema/wrong-type", "server"]),
  row("rejects a list in place of an object", { tags: "«[]" }, ["schema/wrong-type", "tags"]),
  row("rejects an object in place of a list", { signingKeys: "«{}" }, ["schema/wrong-type", "signingKeys"]),
  row("rejects quotes around a number", server("gunicorn", '{ "timeoutSeconds": «"30" }'), [
    "schema/wrong-type",
    "server.gunicorn.timeoutSeconds",
  ]),
  row("rejects a fraction in place of a whole number", server("gunicorn", '{ "workers": «2.5 }'), [
    "schema/wrong-type",
    "server.gunicorn.workers",
  ]),
  row("rejects a number without end", server("gunicorn", '{ "workers": «1e999 }'), [
    "schema/wrong-type",
    "server.gunicorn.workers",
  ]),
  row("rejects a wrong type in a union once", behavior('"cache": «5'), [
    "schema/wrong-type",
    "distributions.site.behaviors[0].cache",
  ]),
  row(
    "rejects objects in a list of names",
    { django: '{ "settingsFile": "a.py", "allowedHosts": [«{}, «{}] }' },
    ["schema/wrong-type", "django.allowedHosts[0]"],
    ["schema/wrong-type", "django.allowedHosts[1]"],
  ),
  row(
    "rejects objects in place of digests",
    edge(`[«{}, «[], ${digest}]`),
    ["schema/wrong-type", "edge.token.tokenSha256[0]"],
    ["schema/wrong-type", "edge.token.tokenSha256[1]"],
  ),
  row("rejects text in place of a list of digests", edge('«"my-secret"'), [
    "schema/wrong-type",
    "edge.token.tokenSha256",
  ]),
];

const values = [
  row(
    "rejects a value that is not in the list",
    { distributions: `{ "site": { "behaviors": [${page}], "priceClass": «"PriceClass_300" } }` },
    ["schema/not-allowed", "distributions.site.priceClass"],
  ),
  row("rejects an unknown kind of host", host('{ "kind": «"nip", "ip": "54.180.1.2" }'), [
    "schema/not-allowed",
    "server.host.kind",
  ]),
  row("rejects a kind that is no text", host('{ "kind": «5, "ip": "54.180.1.2" }'), [
    "schema/not-allowed",
    "server.host.kind",
  ]),
  row("rejects a server that is false", site(['{ "path": "*", "origin": { "server": «false } }']), [
    "schema/not-allowed",
    "distributions.site.behaviors[0].origin.server",
  ]),
  row("rejects another word for the cache", behavior('"cache": «"never"'), [
    "schema/not-allowed",
    "distributions.site.behaviors[0].cache",
  ]),
];

export const schemaRows = [...keys, ...types, ...values];
