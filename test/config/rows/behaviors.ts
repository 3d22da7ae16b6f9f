// Rows: cache behaviors.
import { row, site } from "../row";

const page = '{ "path": "*", "origin": { "bucket": "client" } }';
const at = (index: number, key: string) => `distributions.site.behaviors[${index}].${key}`;
const bucket = (path: string, rest = "") => `{ "path": ${path}, "origin": { "bucket": "media" }${rest} }`;
const api = (rest: string) => `{ "path": "/api/*", "origin": { "server": true }, ${rest} }`;
const withoutServer = { server: null, django: null, frontend: null };

const origins = [
  row("rejects two origins", site(['{ "path": "*", "origin": «{ "bucket": "client", "server": true } }']), [
    "behaviors/one-origin",
    at(0, "origin"),
  ]),
  row("rejects a path without an origin", site(['{ "path": "*", "origin": «{ "path": "/v1" } }']), [
    "behaviors/one-origin",
    at(0, "origin"),
  ]),
  row(
    "rejects a server that the project does not have",
    { ...withoutServer, ...site(['{ "path": "/api/*", "origin": { "server": «true } }', page]) },
    ["behaviors/no-server", at(0, "origin.server")],
  ),
  row("rejects a bucket that does not exist", site(['{ "path": "*", "origin": { "bucket": «"clint" } }']), [
    "behaviors/unknown-bucket",
    at(0, "origin.bucket"),
  ]),
  row(
    "rejects a bucket named like a method of objects",
    site(['{ "path": "*", "origin": { "bucket": «"toString" } }']),
    ["behaviors/unknown-bucket", at(0, "origin.bucket")],
  ),
  row(
    "rejects a timeout of a bucket",
    site(['{ "path": "*", "origin": { "bucket": "client", «"readTimeoutSeconds": 10 } }']),
    ["behaviors/origin-setting", at(0, "origin.readTimeoutSeconds")],
  ),
  row(
    "rejects an edge function that does not exist",
    site(['{ "path": "*", "origin": { "bucket": "client" }, "edge": [«"token"] }']),
    ["behaviors/unknown-edge-function", at(0, "edge[0]")],
  ),
];

const order = [
  row("rejects a last behavior that is not the default", site([page.replace('"*"', '«"/assets/*"')]), [
    "behaviors/no-default",
    at(0, "path"),
  ]),
  row("rejects a default that is written with a slash", site([page.replace('"*"', '«"/*"')]), [
    "behaviors/no-default",
    at(0, "path"),
  ]),
  row("rejects a default that is not the last", site([page, bucket('«"/media/*"')]), [
    "behaviors/no-default",
    at(1, "path"),
  ]),
  row(
    "rejects a behavior behind one that takes its requests",
    site([bucket('"/media/*"'), bucket('«"/media/*.jpg"'), page]),
    ["behaviors/unreachable", at(1, "path")],
  ),
  row(
    "rejects the same path with and without a slash",
    site([bucket('"media/*"'), bucket('«"/media/*"'), page]),
    ["behaviors/unreachable", at(1, "path")],
  ),
  row("accepts the special before the general", site([bucket('"/media/*.jpg"'), bucket('"/media/*"'), page])),
];

const ttls = ["behaviors/ttl-order", at(0, "cache")] as const;

const times = [
  row(
    "rejects a shortest time above the default",
    site([api('"cache": «{ "minTtlSeconds": 61, "defaultTtlSeconds": 60 }'), page]),
    ttls,
  ),
  row(
    "rejects a longest time below the default",
    site([api('"cache": «{ "defaultTtlSeconds": 60, "maxTtlSeconds": 59 }'), page]),
    ttls,
  ),
  row(
    "accepts three equal times",
    site([api('"cache": { "minTtlSeconds": 60, "defaultTtlSeconds": 60, "maxTtlSeconds": 60 }'), page]),
  ),
];

export const behaviorRows = [...origins, ...order, ...times];
