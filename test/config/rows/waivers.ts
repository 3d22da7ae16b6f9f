// Rows: waivers. Today is 2026-11-15.
import { host, row, type Sections } from "../row";

const waiver = (rule: string, until: string) =>
  `{ "rule": ${rule}, "reason": "decided by the platform team", "until": ${until} }`;
const waivers = (...texts: string[]): Sections => ({ waivers: `[\n    ${texts.join(",\n    ")}\n  ]` });
const nipIo = host('{ "kind": «"nip.io", "ip": "54.180.1.2" }');
const shared = ["server/nip-io-shared-limit", "server.host.kind", "warning"] as const;
const limit = '"server/nip-io-shared-limit"';

export const waiverRows = [
  row("waives a warning until its last day", { ...nipIo, ...waivers(waiver(limit, '"2026-11-15"')) }, [
    ...shared,
    "waived",
  ]),
  row(
    "waives an error",
    {
      ...host('{ "kind": "ip", "ip": «"10.0.0.5" }'),
      ...waivers(waiver('"server/address-not-public"', '"2027-01-01"')),
    },
    ["server/address-not-public", "server.host.ip", "waived"],
  ),
  row(
    "rejects a waiver that has ended, and the problem counts again",
    { ...nipIo, ...waivers(waiver(limit, '«"2026-11-14"')) },
    shared,
    ["waivers/expired", "waivers[0].until"],
  ),
  row(
    "takes the waiver that still holds",
    { ...nipIo, ...waivers(waiver(limit, '«"2026-11-14"'), waiver(limit, '"2027-01-01"')) },
    [...shared, "waived"],
    ["waivers/expired", "waivers[0].until"],
  ),
  row("rejects a rule that does not exist", waivers(waiver('«"server/nip-io"', '"2027-01-01"')), [
    "waivers/unknown-rule",
    "waivers[0].rule",
  ]),
  row(
    "rejects a rule named like a method of objects",
    waivers(waiver('«"constructor/constructor"', '"2027-01-01"')),
    ["waivers/unknown-rule", "waivers[0].rule"],
  ),
  row("rejects a waiver of what cannot work", waivers(waiver('«"behaviors/no-default"', '"2027-01-01"')), [
    "waivers/not-waivable",
    "waivers[0].rule",
  ]),
  row("rejects a waiver of a malformed value", waivers(waiver('«"schema/format"', '"2027-01-01"')), [
    "waivers/not-waivable",
    "waivers[0].rule",
  ]),
  row(
    "rejects a waiver of a malformed key",
    waivers(waiver('«"signing-keys/private-key-given"', '"2027-01-01"')),
    ["waivers/not-waivable", "waivers[0].rule"],
  ),
  row(
    "does not waive what cannot be waived",
    {
      ...host('{ "kind": "domain", "name": «"localhost" }'),
      ...waivers(waiver('«"server/host-name"', '"2027-01-01"')),
    },
    ["server/host-name", "server.host.name"],
    ["waivers/not-waivable", "waivers[0].rule"],
  ),
  row("warns of a waiver that covers nothing", waivers(`«${waiver(limit, '"2027-01-01"')}`), [
    "waivers/unused",
    "waivers[0]",
    "warning",
  ]),
  row(
    "waives what an environment alone has",
    {
      ...waivers(waiver(limit, '"2027-01-01"')),
      environments:
        '{ "staging": { "server": { "host": { "kind": «"nip.io", "ip": "54.180.9.9", "name": null } } } }',
    },
    ["server/nip-io-shared-limit", "server.host.kind", "warning", "staging", "waived"],
  ),
  row(
    "judges the waivers that an environment brings",
    { environments: `{ "staging": { "waivers": [${waiver('«"server/x"', '"2027-01-01"')}] } }` },
    ["waivers/unknown-rule", "waivers[0].rule", "staging"],
  ),
];
