// The text of what signs: what is pending, what an unsigned distribution does without, and no key in it.
import { generateFiles } from "../../generators";
import { djangoFiles } from "../../generators/django/view";
import { signerFiles } from "../../generators/signer/view";
import { moathon } from "../projects";
import { runsOf } from "../signing/fixtures";
import { ecdsaKey, rsaKey, rsaPem, signerProject, storageProject } from "./signed-projects";

const settings = (...args: Parameters<typeof storageProject>) =>
  djangoFiles(storageProject(...args))[0]!.text;
const settingsFile = moathon.django!.settingsFile;

test("a project without the sections has no signer, and no word of S3 in its settings", () => {
  expect(signerFiles(moathon)).toEqual([]);
  expect(djangoFiles(moathon)[0]!.text).not.toMatch(/S3_|AWS_|STORAGE|hashlib|import os/);
});

test("the signer is one file, where the config wants it, sorted among the others", () => {
  const paths = generateFiles(signerProject()).map(({ path }) => path);
  expect(paths).toContain("backend/media/cloudfront_signer.py");
  expect(paths).toEqual([...paths].sort());
  expect(signerFiles(signerProject())[0]!.text).toContain(
    "#     from cloudfront_signer import sign_cookies, sign_url\n",
  );
});

test("settings of unsigned files read no key and need no cryptography", () => {
  const text = settings({ signed: false, keyId: null }, { signingKeys: [] });
  expect(text).not.toMatch(/cryptography|_read_key|os\.environ/);
  expect(text).toContain("AWS_QUERYSTRING_AUTH = False\n");
});

test("what a deploy will bring is said where it is missing", () => {
  const pending = [
    ["domain name of distribution media", `AWS_S3_CUSTOM_DOMAIN in ${settingsFile}`],
    ["CloudFront's id of signing key 2026-11", `AWS_CLOUDFRONT_KEY_ID in ${settingsFile}`],
    ["CloudFront's id of signing key 2026-11", "Key-Pair-Id in backend/media/cloudfront_signer.py"],
  ].map(([what, neededBy]) => ({ output: "x", what: what!, neededBy: neededBy! }));
  const signingKeys = [{ ...rsaKey, keyId: null }];
  const text = settings({ domain: null, keyId: null }, { signingKeys, pending });
  const bring = "# `cdktf deploy`, then `httpsmith generate` bring it.\n";
  expect(text).toContain(
    `# Pending: domain name of distribution media;\n${bring}AWS_S3_CUSTOM_DOMAIN = None\n`,
  );
  expect(text).toContain(`# Pending: CloudFront's id of signing key 2026-11;\n${bring}_signing_keys = [\n`);
  const module = signerFiles({ ...signerProject({ keyId: null }, signingKeys), pending })[0]!.text;
  expect(module.match(/Pending/g)).toHaveLength(1);
  expect(module).toContain('        "id": None,\n');
});

test("neither file holds a part of a private key, or what the firewall takes for one", () => {
  for (const text of [settings(), signerFiles(signerProject())[0]!.text]) {
    expect(runsOf(rsaPem).filter((part) => text.includes(part))).toEqual([]);
    expect(text).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----/);
  }
});

test("both files know the same of the keys, and are the same byte for byte every time", () => {
  const table = (text: string) => /^_signing_keys = \[\n[\s\S]*?^\]/m.exec(text)![0];
  expect(table(settings())).toBe(table(signerFiles(signerProject())[0]!.text));
  expect(settings()).toBe(djangoFiles(structuredClone(storageProject()))[0]!.text);
  expect(table(settings())).toContain(`"id": "${ecdsaKey.keyId}"`);
});
