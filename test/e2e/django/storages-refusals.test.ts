// What apply() refuses of a project's storage settings and private key, in every Django with django-storages.
import { createPrivateKey } from "node:crypto";
import { needs } from "../../generators/python";
import { DOMAIN, rsaPem } from "../../generators/signed-projects";
import { ECDSA_KEY_PAIR_ID, KEY_PAIR_ID, runsOf } from "../../signing/fixtures";
import { accepted, file, projects, refused, s3, s3Static } from "./storages-cases";
import { type Applied, applyMany } from "./storages-project";
import { storagesVersions } from "./storages-runtime";

describe.each(storagesVersions())("Django $django with django-storages $storages", (version) => {
  const { runtime } = version;
  const isOld = version.django === "3.2";
  const run = needs(
    runtime,
    "needs node scripts/fetch-versions.js and Debian's python3-django-storages-boto3",
  );
  const cases = refused.filter(({ only }) => only !== (isOld ? "new" : "old"));
  let results: Applied[] = [];

  beforeAll(() => {
    if (runtime) results = applyMany(runtime, projects, [...cases, ...accepted]);
  });

  for (const [index, { name, says, env = {} }] of cases.entries()) {
    run(`rejects ${name}`, () => {
      const { kind, message = "" } = results[index]!;
      expect([kind, message]).toEqual(["ImproperlyConfigured", expect.stringContaining(says)]);
      expect(message.split("\n")).toHaveLength(2);
      const secret = Object.values(env)
        .join("\n")
        .replaceAll(KEY_PAIR_ID, "")
        .replaceAll(ECDSA_KEY_PAIR_ID, "");
      expect(runsOf(secret).filter((part) => message.includes(part))).toEqual([]);
    });
  }

  const settingsOf = (index: number): Record<string, unknown> => ({
    ...results[cases.length + index]!.settings,
  });

  run("takes the key from the environment or from the project, with the id of its public half", () => {
    for (const index of [0, 1, 2]) {
      const { AWS_CLOUDFRONT_KEY: pem, ...settings } = settingsOf(index) as Record<string, string>;
      expect(settings).toMatchObject({
        AWS_CLOUDFRONT_KEY_ID: KEY_PAIR_ID,
        AWS_STORAGE_BUCKET_NAME: "moathon-media",
        AWS_S3_REGION_NAME: "ap-northeast-2",
        AWS_LOCATION: "uploads",
        AWS_QUERYSTRING_AUTH: true,
        AWS_QUERYSTRING_EXPIRE: 600,
      });
      expect(createPrivateKey(pem!).equals(createPrivateKey(rsaPem))).toBe(true);
    }
    expect(settingsOf(3)).toMatchObject({ AWS_CLOUDFRONT_KEY_ID: "KGIVEN" });
  });

  run("names the storage as this Django wants it", () => {
    const settings = settingsOf(0);
    if (isOld) {
      expect(settings).toMatchObject({ DEFAULT_FILE_STORAGE: s3 });
      expect(settings).not.toHaveProperty("STORAGES");
      return;
    }
    expect(settings).not.toHaveProperty("DEFAULT_FILE_STORAGE");
    expect(settings["STORAGES"]).toMatchObject({
      default: {
        BACKEND: s3,
        OPTIONS: { bucket_name: "moathon-media", querystring_auth: true, location: "uploads" },
      },
      staticfiles: { BACKEND: "django.contrib.staticfiles.storage.StaticFilesStorage" },
    });
  });

  run("signs nothing where the behavior asks for no signature", () => {
    expect(settingsOf(4)).toMatchObject({
      AWS_QUERYSTRING_AUTH: false,
      AWS_CLOUDFRONT_KEY: null,
      AWS_CLOUDFRONT_KEY_ID: null,
    });
  });

  if (isOld) return;

  run("keeps other storages, and options of the default one that are not ours", () => {
    const { default: ours, ...others } = settingsOf(5)["STORAGES"] as Record<string, { OPTIONS: object }>;
    expect(ours!.OPTIONS).toMatchObject({
      file_overwrite: false,
      custom_domain: DOMAIN,
    });
    expect(ours!.OPTIONS).not.toHaveProperty("cloudfront_key");
    expect(others).toEqual({
      staticfiles: { BACKEND: s3Static, OPTIONS: { bucket_name: "b", custom_domain: null, location: "" } },
      exports: { BACKEND: file, OPTIONS: { location: "/srv" } },
    });
  });
});
