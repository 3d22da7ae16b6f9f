// Settings and keys with which django-storages must not start, what the message then says, and those it starts with.
import type { Project } from "../../../config/project";
import { badKeys } from "../../generators/bad-keys";
import { ecdsaPem, rsaKey, rsaPem, storageProject } from "../../generators/signed-projects";
import { ECDSA_KEY_PAIR_ID, KEY_PAIR_ID, publicPem } from "../../signing/fixtures";
import type { Application } from "./storages-project";

const settingsFile = "backend/config/settings_https.py";
const pendingId: Project = storageProject(
  { keyId: null },
  {
    signingKeys: [{ ...rsaKey, keyId: null }],
    pending: [
      {
        output: "signing_key_2026-11_id",
        what: "CloudFront's id of signing key 2026-11",
        neededBy: `AWS_CLOUDFRONT_KEY_ID in ${settingsFile}`,
      },
    ],
  },
);
/** What the cases apply, by its place here: signed, domain unknown, id unknown, unsigned. */
export const projects: readonly Project[] = [
  storageProject(),
  storageProject({ domain: null }),
  pendingId,
  storageProject({ signed: false, keyId: null }, { signingKeys: [] }),
];
const key = { AWS_CLOUDFRONT_KEY: rsaPem };
export const s3 = "storages.backends.s3boto3.S3Boto3Storage";
export const s3Static = "storages.backends.s3boto3.S3StaticStorage";
export const file = "django.core.files.storage.FileSystemStorage";
const own = '{"bucket_name": "b", "custom_domain": None, "location": ""';
const staticFiles = '"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}';

export interface Refused extends Application {
  readonly name: string;
  readonly says: string;
  /** Django from 4.2 on, before 4.2, or all. */
  readonly only?: "new" | "old";
}

export const refused: readonly Refused[] = [
  ...badKeys().map(({ name, says, env }) => ({ name, says, env: env() })),
  {
    name: "an ECDSA key",
    says: "django-storages signs with RSA alone",
    env: { AWS_CLOUDFRONT_KEY: ecdsaPem },
  },
  {
    name: "an id without a key",
    says: "AWS_CLOUDFRONT_KEY is missing",
    env: { AWS_CLOUDFRONT_KEY_ID: KEY_PAIR_ID },
  },
  {
    name: "the public key as id",
    says: "AWS_CLOUDFRONT_KEY_ID is something else than an id",
    env: { ...key, AWS_CLOUDFRONT_KEY_ID: publicPem("rsa") },
  },
  {
    name: "the id of another key",
    says: `AWS_CLOUDFRONT_KEY_ID is ${ECDSA_KEY_PAIR_ID}, but the private key is that of the signing key 2026-11`,
    env: { ...key, AWS_CLOUDFRONT_KEY_ID: ECDSA_KEY_PAIR_ID },
  },
  {
    name: "a domain that is not known yet",
    says: "AWS_S3_CUSTOM_DOMAIN is not known yet",
    project: 1,
    env: key,
  },
  {
    name: "an id that is not known yet",
    says: "id of the signing key 2026-11 is not known yet",
    project: 2,
    env: key,
  },
  {
    name: "AWS_QUERYSTRING_AUTH = False",
    says: "AWS_QUERYSTRING_AUTH",
    env: key,
    code: "AWS_QUERYSTRING_AUTH = False",
  },
  { name: "no django-storages", says: "django-storages is not installed", env: key, without: ["storages"] },
  { name: "no boto3", says: "pip install django-storages boto3", env: key, without: ["boto3"] },
  { name: "no cryptography", says: "pip install cryptography", env: key, without: ["cryptography"] },
  {
    name: "a default storage of the project's own",
    says: "The default storage is config.storage.Media",
    only: "old",
    env: key,
    code: 'DEFAULT_FILE_STORAGE = "config.storage.Media"',
  },
  {
    name: "a default storage of the project's own in STORAGES",
    says: "The default storage is config.storage.Media",
    only: "new",
    env: key,
    code: `STORAGES = {"default": {"BACKEND": "config.storage.Media"}, ${staticFiles}}`,
  },
  {
    name: "the option querystring_auth False",
    says: "AWS_QUERYSTRING_AUTH",
    only: "new",
    env: key,
    code: `STORAGES = {"default": {"BACKEND": "${s3}", "OPTIONS": {"querystring_auth": False}}, ${staticFiles}}`,
  },
  {
    name: "static files in the bucket of uploaded files",
    says: 'The storage "staticfiles" is in S3 too',
    only: "old",
    env: key,
    code: `STATICFILES_STORAGE = "${s3Static}"`,
  },
  {
    name: "static files in the bucket of uploaded files, in STORAGES",
    says: 'The storage "staticfiles" is in S3 too',
    only: "new",
    env: key,
    code: `STORAGES = {"staticfiles": {"BACKEND": "${s3Static}"}}`,
  },
  {
    name: "static files with signatures",
    says: 'The storage "staticfiles" would sign its URLs',
    only: "new",
    env: key,
    code: `STORAGES = {"staticfiles": {"BACKEND": "${s3}", "OPTIONS": ${own}}}}`,
  },
  {
    name: "another storage that would share the bucket",
    says: 'The storage "exports" is in S3 too',
    only: "new",
    env: key,
    code: `STORAGES = {"exports": {"BACKEND": "${s3}"}, ${staticFiles}}`,
  },
];

export const accepted: readonly Application[] = [
  { env: key },
  { env: { ...key, AWS_CLOUDFRONT_KEY_ID: ` ${KEY_PAIR_ID}\n` } },
  { code: `AWS_CLOUDFRONT_KEY = ${JSON.stringify(rsaPem)}; AWS_CLOUDFRONT_KEY_ID = "${KEY_PAIR_ID}"` },
  { project: 2, env: { ...key, AWS_CLOUDFRONT_KEY_ID: "KGIVEN" } },
  { project: 3, code: "AWS_QUERYSTRING_AUTH = True" },
  {
    env: key,
    code: `STORAGES = {
      "default": {"BACKEND": "${s3}", "OPTIONS": {"file_overwrite": False, "cloudfront_key": "x"}},
      "staticfiles": {"BACKEND": "${s3Static}", "OPTIONS": ${own}}},
      "exports": {"BACKEND": "${file}", "OPTIONS": {"location": "/srv"}},
    }`,
  },
];
