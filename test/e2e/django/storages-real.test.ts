// django-storages in real Django: default_storage is S3, and its URLs are what CloudFront accepts, and nothing else.
import { verifyRequest } from "../../../signing";
import { needs } from "../../generators/python";
import { DOMAIN, rsaPem, storageProject } from "../../generators/signed-projects";
import { CLIENT_IP, KEY_PAIR_ID, trustedFor } from "../../signing/fixtures";
import { type LoadedProject, loadProject } from "./storages-project";
import { storagesVersions } from "./storages-runtime";

const names = [
  "img/a b.png",
  "사진/é😀.jpg",
  "a+b.png",
  "100%.png",
  "a%20b.png",
  "it's.png",
  'quo"te.png',
  "a?b=c&d.png",
  "a#b.png",
  "(x)[y]{z}<w>|^`.png",
  "a;b,c:d@e!$~.png",
  "Expires=1&Key-Pair-Id=2",
  "dir.with..dots/x",
];

const env = { AWS_CLOUDFRONT_KEY: rsaPem, AWS_CLOUDFRONT_KEY_ID: KEY_PAIR_ID };
const trusted = trustedFor("rsa");
const ask = (url: string, seconds = 0) => {
  const now = Math.floor(Date.now() / 1000) + seconds;
  return verifyRequest({ method: "GET", url, clientIp: CLIENT_IP }, trusted, now);
};

// What a project that followed a guide has of its own.
const guide = (django: string) => `
import os
AWS_STORAGE_BUCKET_NAME = "old-bucket"
AWS_S3_CUSTOM_DOMAIN = "old.example.com"
AWS_CLOUDFRONT_KEY = os.environ["AWS_CLOUDFRONT_KEY"].encode("ascii")
AWS_CLOUDFRONT_KEY_ID = os.environ["AWS_CLOUDFRONT_KEY_ID"]
${django === "4.2" ? 'STATICFILES_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"\n' : ""}
DEFAULT_FILE_STORAGE = "storages.backends.s3boto3.S3Boto3Storage"
`;

describe.each(storagesVersions())(
  "Django $django with django-storages $storages ($found)",
  ({ django, storages, runtime }) => {
    const run = needs(
      runtime,
      "needs node scripts/fetch-versions.js and Debian's python3-django-storages-boto3",
    );
    let signed: LoadedProject;

    beforeAll(() => {
      if (runtime) signed = loadProject(runtime, storageProject(), { env, names });
    });

    run("stores in S3 by default, and leaves static files where they were", () => {
      const older = "storages.backends.s3boto3.S3Boto3Storage";
      expect(signed.storage[0]).toBe(storages === "1.13" ? older : "storages.backends.s3.S3Storage");
      expect(signed.static).toBe("django.contrib.staticfiles.storage.StaticFilesStorage");
      expect(signed.staticUrl).toBe("/static/a.css");
      expect(signed.check).toContain("no issues (2 silenced)");
    });

    run("gives URLs that CloudFront accepts for as long as the config says", () => {
      expect(signed.urls).toHaveLength(names.length);
      for (const [index, url] of signed.urls.entries()) {
        expect([names[index], ask(url)]).toMatchObject([names[index], { kind: "allowed", policy: "canned" }]);
        // What a client would send is what was signed.
        expect(new URL(url).href).toBe(url);
        expect(url.startsWith(`https://${DOMAIN}/uploads/`)).toBe(true);
        expect(decodeURIComponent(new URL(url).pathname)).toBe(`/uploads/${names[index]}`);
        expect(ask(url, 540)).toMatchObject({ kind: "allowed" });
        expect(ask(url, 601)).toMatchObject({ cause: "expired" });
      }
    });

    run("gives URLs that open nothing once they are changed", () => {
      for (const url of signed.urls) {
        for (const changed of [
          url.replace("/uploads/", "/upload/"),
          url.replace(/Expires=(\d+)/, (_, at) => `Expires=${Number(at) + 1}`),
          url.replace(/Signature=(.)/, (_, first) => `Signature=${first === "A" ? "B" : "A"}`),
          url.replace(KEY_PAIR_ID, "KOTHER"),
          url.slice(0, url.indexOf("?")),
        ]) {
          expect(ask(changed)).toMatchObject({ kind: "denied" });
        }
      }
    });

    run("takes over from a guide's own settings, and keeps what it says of static files", () => {
      const {
        urls,
        static: files,
        settings,
      } = loadProject(runtime!, storageProject(), {
        env,
        edit: guide(django),
        names: ["a b.png"],
      });
      expect(urls[0]).toMatch(`https://${DOMAIN}/uploads/a%20b.png?Expires=`);
      expect(ask(urls[0]!)).toMatchObject({ kind: "allowed" });
      const kept = django === "4.2" ? "ManifestStaticFilesStorage" : "StaticFilesStorage";
      expect(files).toBe(`django.contrib.staticfiles.storage.${kept}`);
      expect(settings["AWS_CLOUDFRONT_KEY_ID"]).toBe(KEY_PAIR_ID);
    });

    run("rejects to start without a key, before any URL is asked for", () => {
      const { error } = loadProject(runtime!, storageProject(), {
        env: { AWS_CLOUDFRONT_KEY_ID: KEY_PAIR_ID },
      });
      expect(error).toContain("config.settings_https cannot be applied to these settings:");
      expect(error).toContain("\n- AWS_CLOUDFRONT_KEY is missing.");
    });

    run("gives plain URLs where the behavior asks for no signature, even if a key is there", () => {
      const open = storageProject({ signed: false, keyId: null, location: "" }, { signingKeys: [] });
      const { urls, storage } = loadProject(runtime!, open, {
        env,
        edit: guide(django),
        names: ["img/a b.png"],
      });
      expect(urls).toEqual([`https://${DOMAIN}/img/a%20b.png`]);
      expect(storage[0]).toMatch(/^storages\.backends\.s3/);
    });

    if (django === "3.2") return;

    run("signs even if AWS_QUERYSTRING_AUTH is turned off after apply()", () => {
      const { urls } = loadProject(runtime!, storageProject(), {
        env,
        after: "AWS_QUERYSTRING_AUTH = False",
        names: ["a.png"],
      });
      expect(ask(urls[0]!)).toMatchObject({ kind: "allowed" });
    });
  },
);
