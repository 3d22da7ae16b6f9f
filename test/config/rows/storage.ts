// Rows: uploaded files in S3 (django.storage) and the generated signer.
import { row, rowWithFiles, type Sections, site } from "../row";
import { keyFiles, signingKeys } from "./keys";

const django = (rest: string): Sections => ({
  django: `{ "settingsFile": "backend/config/settings_https.py", ${rest} }`,
});
const storage = (rest = "") => django(`"storage": { "distribution": "site"${rest} }`);
const location = (text: string) => storage(`, "location": ${text}`);
const named = (rest: string) => django(`"storage": { "distribution": «"site"${rest} }`);
const bucket = '{ "path": "*", "origin": { "bucket": "media" } }';
const signed = '{ "path": "*", "origin": { "bucket": "media" }, "signed": true }';
const toServer = (path: string) => `{ "path": "${path}", "origin": { "server": true } }`;
const atDistribution = "django.storage.distribution";
const key = (file: string, phase: string) =>
  `{ "id": "${phase}", "publicKeyFile": ${file}, "phase": "${phase}" }`;
const keys = (...list: string[]): Sections => ({ signingKeys: `[${list.join(", ")}]` });
const rsa = '"keys/a.pub.pem"';
const ecdsa = '"keys/b.pub.pem"';

const badLocation = ["django/storage-location", "django.storage.location"] as const;

const storageRows = [
  row("accepts a distribution that serves a bucket", storage()),
  row("accepts a folder in the bucket", location('"media/uploads.v2"')),
  row("accepts a server beside the folder", {
    ...location('"uploads"'),
    ...site([toServer("/api/*"), bucket]),
  }),
  rowWithFiles(keyFiles, "accepts signed files with an active RSA key", {
    ...storage(),
    ...site([signed]),
    ...signingKeys,
  }),
  row("rejects a distribution that is not there", django('"storage": { "distribution": «"sit" }'), [
    "django/unknown-distribution",
    atDistribution,
  ]),
  row(
    "rejects files that come from the server",
    { ...named(', "location": "uploads"'), ...site([toServer("/uploads/*"), bucket]) },
    ["django/storage-without-bucket", atDistribution],
  ),
  row(
    "rejects an origin path, which django-storages does not know",
    { ...named(""), ...site(['{ "path": "*", "origin": { "bucket": "media", "path": "/v1" } }']) },
    ["django/storage-origin-path", atDistribution],
  ),
  row(
    "rejects two places for uploaded files",
    django('"media": {}, «"storage": { "distribution": "site" }'),
    ["django/two-media-stores", "django.storage"],
  ),
  ...['"/uploads"', '"uploads/"', '"a//b"', '"../x"', '"a/./b"', '"a b"', '"a*"', '"é"', '"/"'].map((text) =>
    row(`rejects the folder ${text}`, location(`«${text}`), badLocation),
  ),
  row("rejects a signature that works for no time", storage(', "expireSeconds": «0'), [
    "schema/range",
    "django.storage.expireSeconds",
  ]),
  row("rejects an unknown key of storage", storage(', «"bucket": "media"'), [
    "schema/unknown-key",
    "django.storage.bucket",
  ]),
];

const keyRows = [
  rowWithFiles(
    keyFiles,
    "rejects an active ECDSA key where django-storages signs",
    { ...storage(), ...site([signed]), ...keys(key(rsa, "staged"), key(`«${ecdsa}`, "active")) },
    ["signing-keys/wrong-algorithm", "signingKeys[1].publicKeyFile"],
  ),
  rowWithFiles(
    keyFiles,
    "rejects it too where only a part of the files is signed",
    {
      ...location('"uploads"'),
      ...site(['{ "path": "/uploads/private/*", "origin": { "bucket": "media" }, "signed": true }', bucket]),
      ...keys(key(`«${ecdsa}`, "active")),
    },
    ["signing-keys/wrong-algorithm", "signingKeys[0].publicKeyFile"],
  ),
  rowWithFiles(keyFiles, "accepts an ECDSA key that is not active", {
    ...storage(),
    ...site([signed]),
    ...keys(key(rsa, "active"), key(ecdsa, "staged")),
  }),
  rowWithFiles(keyFiles, "accepts an active ECDSA key where the uploaded files are not signed", {
    ...location('"uploads"'),
    ...site(['{ "path": "/paid/*", "origin": { "bucket": "media" }, "signed": true }', bucket]),
    ...keys(key(ecdsa, "active")),
  }),
  rowWithFiles(
    keyFiles,
    "rejects signed files without an active key, once",
    { ...storage(), ...site([signed]), signingKeys: `«[${key(rsa, "staged")}]` },
    ["signing-keys/none-active", "signingKeys"],
  ),
];

const signer = (file: string): Sections => ({ signer: `{ "file": ${file} }` });
const here = '"backend/media/cloudfront_signer.py"';

const signerRows = [
  rowWithFiles(keyFiles, "accepts a signer with an active key of either kind", {
    ...signer(here),
    ...keys(key(ecdsa, "active")),
  }),
  row("rejects a signer without a key", { "«signer": `{ "file": ${here} }` }, ["signer/no-key", "signer"]),
  rowWithFiles(
    keyFiles,
    "rejects a signer without an active key, once",
    { ...signer(here), signingKeys: `«[${key(rsa, "retiring")}]` },
    ["signing-keys/none-active", "signingKeys"],
  ),
  ...[
    ['"media/class.py"', "paths/python-keyword"],
    ['"backend/config/settings_https.py"', "paths/same-file"],
    ['"../signer.py"', "schema/format"],
    ['"/srv/signer.py"', "schema/format"],
    ['"media/Signer.py"', "schema/format"],
    ['"media/signer.txt"', "schema/format"],
  ].map(([file, code]) =>
    rowWithFiles(keyFiles, `rejects the signer's file ${file}`, { ...signer(`«${file}`), ...signingKeys }, [
      code!,
      "signer.file",
    ]),
  ),
  rowWithFiles(
    keyFiles,
    "rejects a signer in the front end's file",
    {
      ...signer('«"frontend/env.py"'),
      ...signingKeys,
      frontend: '{ "distribution": "site", "envFile": "frontend/env.py" }',
    },
    ["paths/same-file", "signer.file"],
  ),
  row(
    "rejects a settings file that Python cannot import",
    { django: '{ "settingsFile": «"config/import.py" }' },
    ["paths/python-keyword", "django.settingsFile"],
  ),
];

export const signedFileRows = [...storageRows, ...keyRows, ...signerRows];
