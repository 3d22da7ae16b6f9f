// Rows: environments, whose problems stand in their patch.
import { host, row, type Sections, sections, server } from "../row";

const environments = (text: string): Sections => ({ environments: text });
const staging = (patch: string, rest: Sections = {}) => ({
  ...rest,
  ...environments(`{ "staging": ${patch} }`),
});

export const environmentRows = [
  row("accepts an environment", staging('{ "server": { "host": { "name": "api.staging.example.com" } } }')),
  row("accepts null that removes a section", staging('{ "frontend": null }')),
  row(
    "accepts a distribution that an environment adds",
    staging(
      '{ "distributions": { "extra": { "behaviors": [{ "path": "*", "origin": { "bucket": "client" } }] } } }',
    ),
  ),
  row(
    "rejects what an environment brings in, there",
    staging('{ "server": { "host": { "name": «"localhost" } } }'),
    ["server/host-name", "server.host.name", "staging"],
  ),
  row("rejects an unknown key of a patch, there", staging('{ "server": { «"hots": 1 } }'), [
    "schema/unknown-key",
    "server.hots",
    "staging",
  ]),
  row(
    "rejects a key that the other kind of host leaves behind, at the patch",
    staging('{ "server": { «"host": { "kind": "ip", "ip": "54.180.9.9" } } }'),
    ["schema/unknown-key", "server.host.name", "staging"],
  ),
  row(
    "accepts another kind of host when the old key is removed",
    staging('{ "server": { "host": { "kind": "ip", "ip": "54.180.9.9", "name": null } } }'),
  ),
  row("rejects a required key that a patch removes", staging('{ "server": { "acme": «null } }'), [
    "schema/missing",
    "server.acme",
    "staging",
  ]),
  row(
    "rejects what a new section lacks, at its key",
    staging('{ "distributions": { «"extra": { "spa": true } } }'),
    ["schema/missing", "distributions.extra.behaviors", "staging"],
  ),
  row(
    "rejects what breaks outside of the patch, where it breaks",
    {
      ...staging('{ "buckets": { "client": null } }'),
      distributions: sections.distributions.replace('"client"', '«"client"'),
    },
    ["behaviors/unknown-bucket", "distributions.site.behaviors[0].origin.bucket", "staging"],
  ),
  row(
    "rejects two values that disagree only here, in the patch",
    staging('{ "server": { "nginx": { "proxyReadTimeoutSeconds": «20 } } }'),
    ["server/timeout-order", "server.nginx.proxyReadTimeoutSeconds", "staging"],
  ),
  row(
    "tells a problem of the config once",
    {
      ...server("hsts", '{ "preload": «true }'),
      ...environments('{ "staging": {}, "demo": { "tags": { "a": "b" } } }'),
    },
    ["server/preload-not-possible", "server.hsts.preload"],
  ),
  row(
    "tells a problem of two environments in each",
    environments('{ "staging": { "region": «5 }, "demo": { "region": «5 } }'),
    ["schema/wrong-type", "region", "staging"],
    ["schema/wrong-type", "region", "demo"],
  ),
  row(
    "tells problems of environments although the config has some",
    { ...host('{ "kind": "ip", "ip": «"54.180.1" }'), ...staging('{ "region": «5 }') },
    ["schema/format", "server.host.ip"],
    ["schema/wrong-type", "region", "staging"],
  ),
  row("rejects an environment that is no object", environments('{ "staging": «5 }'), [
    "schema/wrong-type",
    "environments.staging",
  ]),
  row("rejects environments that are no object", environments("«[]"), ["schema/wrong-type", "environments"]),
  row("rejects a name that would climb out of the folder", environments('{ «"../staging": {} }'), [
    "schema/format",
    'environments["../staging"]',
  ]),
  row(
    "judges the other environments beside one with a refused name",
    environments('{ «"Demo": { "region": 5 }, "staging": { "region": «5 } }'),
    ["schema/format", "environments.Demo"],
    ["schema/wrong-type", "region", "staging"],
  ),
  row("rejects __proto__ as the name of an environment", environments('{ «"__proto__": {} }'), [
    "schema/format",
    "environments.__proto__",
  ]),
  row("rejects environments inside an environment", staging('{ «"environments": { "demo": {} } }'), [
    "environments/nested",
    "environments.staging.environments",
  ]),
  row("rejects environments inside an environment, null too", staging('{ «"environments": null }'), [
    "environments/nested",
    "environments.staging.environments",
  ]),
  row("rejects __proto__ in a patch as an unknown key", staging('{ «"__proto__": { "name": "x" } }'), [
    "schema/unknown-key",
    "__proto__",
    "staging",
  ]),
  row(
    "accepts constructor as the name of an environment and of a bucket",
    environments('{ "constructor": { "buckets": { "constructor": { "name": "moathon-constructor" } } } }'),
  ),
];
