// The two configs that the design and the reference show: they load as they stand.
import { parse } from "jsonc-parser";
import { mergePatch } from "../../config/merge-patch";
import { found, load } from "./row";
import { pem } from "./rows/keys";

const minimal = `{
  "$schema": "../../schemas/project.schema.json",
  "name": "moathon",
  "region": "ap-northeast-2",

  // The EC2 host: Nginx terminates TLS in front of Gunicorn and Django.
  "server": {
    "host": { "kind": "nip.io", "ip": "54.180.1.2" },          // or { "kind": "domain", "name": "api.example.com" }
    "securityGroupId": "sg-0a1b2c3d4e5f67890",
    "acme": { "email": "ops@example.com" }
  },
  "buckets": { "client": { "name": "moathon-client-dist" } },
  "distributions": {
    "site": { "behaviors": [ { "path": "*", "origin": { "bucket": "client" }, "cache": "static" } ], "spa": true }
  },
  "django": { "settingsFile": "backend/config/settings_https.py" },
  "frontend": { "distribution": "site", "envFile": "frontend/.env.production", "envPrefix": "VITE_" }
}`;

const larger = `{
  "signingKeys": [ { "id": "2026-11", "publicKeyFile": "keys/2026-11.pub.pem", "phase": "active" } ],
  "edge": { "token": { "handler": "require-authorization", "event": "viewer-request", "tokenSha256": ["${"0a".repeat(32)}"] } },
  "distributions": {
    "media": {
      "aliases": ["media.example.com"], "dns": { "zoneId": "Z0123456789" }, "certificate": { "create": true },
      "behaviors": [
        { "path": "/ex-img/*", "origin": { "bucket": "img", "path": "/v1" }, "edge": ["token"] },
        { "path": "/api/*", "origin": { "server": true }, "cache": "none", "forward": { "cookies": "all", "query": "all" } },
        { "path": "*", "origin": { "bucket": "media" }, "signed": true }
      ],
      "errorPages": [ { "status": 403, "page": "/403-response.json", "responseStatus": 403, "ttlSeconds": 10 } ]
    }
  },
  "terraform": { "backend": { "s3": { "bucket": "moathon-state", "key": "moathon/terraform.tfstate", "region": "ap-northeast-2" } } },
  "environments": { "staging": { "server": { "host": { "kind": "nip.io", "ip": "54.180.9.9" } } } },   // JSON Merge Patch over the rest
  "waivers": [ { "rule": "server/nip-io-shared-limit", "reason": "a demonstration without a domain", "until": "2027-03-31" } ]
}`;

test("the minimal config is complete", () => {
  const loaded = load(minimal);
  expect(found(loaded)).toEqual(["server/nip-io-shared-limit server.host.kind 8:23 warning"]);
  expect(loaded.projects.map(({ stack }) => stack)).toEqual(["moathon"]);
});

test("the parts of larger projects load on top of it", () => {
  const beside = { buckets: { img: { name: "moathon-img" }, media: { name: "moathon-media" } } };
  const text = JSON.stringify(mergePatch(mergePatch(parse(minimal), parse(larger)), beside), null, 2);
  const loaded = load(text, { "keys/2026-11.pub.pem": pem.rsa });
  expect(loaded.problems.filter(({ waived }) => !waived)).toEqual([]);
  expect(loaded.projects.map(({ stack, server }) => [stack, server?.host.name])).toEqual([
    ["moathon", "54.180.1.2.nip.io"],
    ["moathon-staging", "54.180.9.9.nip.io"],
  ]);
});
