// What the Project says of uploaded files and of the signer, before and after the first deploy.
import type { Project } from "../../config/project";
import { publicPem } from "../signing/fixtures";
import { load } from "./row";

const key = (id: string, phase: string) => ({ id, publicKeyFile: `keys/${id}.pub.pem`, phase });
const bucket = (path: string, signed = false) => ({ path, origin: { bucket: "media" }, signed });

const config = {
  name: "moathon",
  region: "ap-northeast-2",
  server: {
    host: { kind: "domain", name: "api.example.com" },
    securityGroupId: "sg-0a1b2c3d4e5f67890",
    acme: { email: "ops@example.com" },
  },
  buckets: { media: { name: "moathon-media" } },
  distributions: { media: { behaviors: [bucket("*", true)] } },
  django: { settingsFile: "config/settings_https.py", storage: { distribution: "media" } },
  signer: { file: "media/cloudfront_signer.py" },
  signingKeys: [key("a", "retiring"), key("b", "active")],
};

const outputs = {
  distribution_media_domain_name: "d222222abcdef8.cloudfront.net",
  signing_key_a_id: "KAAAAAAAAAAAAA",
  signing_key_b_id: "KBBBBBBBBBBBBB",
};

function project(changes: object = {}, known: object = outputs): Project {
  const files = {
    "keys/a.pub.pem": publicPem("rsa"),
    "keys/b.pub.pem": publicPem("rsa"),
    "httpsmith.outputs.json": JSON.stringify({ moathon: known }),
  };
  const { projects, problems } = load(JSON.stringify({ ...config, ...changes }), files);
  expect(problems).toEqual([]);
  return projects[0]!;
}

const storageOf = (changes: object, known?: object) => project(changes, known).django!.storage;
const waiting = ({ pending }: Project) => pending.map(({ output, neededBy }) => `${output}: ${neededBy}`);

test("after a deploy the domain and the active key's id are there, and nothing is pending", () => {
  const { django, signer, pending } = project();
  expect(django!.storage).toEqual({
    distribution: "media",
    bucket: "moathon-media",
    region: "ap-northeast-2",
    domain: "d222222abcdef8.cloudfront.net",
    location: "",
    expireSeconds: 3600,
    signed: true,
    keyId: "KBBBBBBBBBBBBB",
  });
  expect(signer).toEqual({
    file: "media/cloudfront_signer.py",
    hashAlgorithm: "SHA256",
    keyId: "KBBBBBBBBBBBBB",
  });
  expect(pending).toEqual([]);
});

test("before the first deploy each of them is pending, with the place that waits", () => {
  const before = project({}, {});
  expect(before.django!.storage).toMatchObject({ domain: null, keyId: null });
  expect(waiting(before)).toEqual([
    "distribution_media_domain_name: AWS_S3_CUSTOM_DOMAIN in config/settings_https.py",
    "signing_key_b_id: AWS_CLOUDFRONT_KEY_ID in config/settings_https.py",
    "signing_key_b_id: Key-Pair-Id in media/cloudfront_signer.py",
  ]);
});

test("a project without the two sections has neither, and waits for nothing", () => {
  const none = project({ django: { settingsFile: "config/settings_https.py" }, signer: undefined }, {});
  expect([none.django!.storage, none.signer, none.pending]).toEqual([null, null, []]);
});

test("the first alias is the domain, known before any deploy; a wildcard is none", () => {
  const aliased = (aliases: string[]) => ({
    distributions: {
      media: {
        aliases,
        certificate: {
          arn: "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000",
        },
        behaviors: [bucket("*", true)],
      },
    },
  });
  expect(storageOf(aliased(["*.example.com", "media.example.com"]), {})!.domain).toBe("media.example.com");
  expect(storageOf(aliased(["*.example.com"]))!.domain).toBe("d222222abcdef8.cloudfront.net");
});

test.each([
  ["of an unsigned distribution", "", [bucket("*")], false],
  ["of a signed behavior for the folder", "uploads", [bucket("/uploads/*", true), bucket("*")], true],
  [
    "of a signed behavior for a part of the folder",
    "uploads",
    [bucket("/uploads/a/*", true), bucket("*")],
    true,
  ],
  ["of a signed behavior for another folder", "uploads", [bucket("/paid/*", true), bucket("*")], false],
  ["of a public folder in a signed distribution", "public", [bucket("/public/*"), bucket("*", true)], false],
])("signs the files %s: %s", (_name, location, behaviors, signed) => {
  const storage = storageOf({
    distributions: { media: { behaviors } },
    django: { ...config.django, storage: { distribution: "media", location } },
  });
  expect(storage).toMatchObject({ signed, keyId: signed ? "KBBBBBBBBBBBBB" : null });
});
