// keys and sign: pairs that no commit reaches, rotations that break nothing, URLs that CloudFront would take.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseTrustedKeys, verifyRequest } from "../../signing";
import { type Sandbox, sandbox } from "./sandbox";

const config = (keys: string) => `{
  "name": "media", "region": "eu-west-1",
  "buckets": { "media": { "name": "media-files" } },
  // the keys
  "signingKeys": [${keys}],
  "distributions": { "media": { "behaviors": [{ "path": "*", "origin": { "bucket": "media" }, "signed": true }] } }
}
`;
const line = (id: string, phase: string) =>
  `{ "id": "${id}", "publicKeyFile": "keys/${id}.pub.pem", "phase": "${phase}" }`;
const outputs = JSON.stringify({
  media: { signing_key_a_id: "KAAAAAAAAAAAA1", signing_key_b_id: "KBBBBBBBBBBBB1" },
});

interface Signed extends Sandbox {
  keys(...argv: string[]): ReturnType<Sandbox["run"]>;
  privateFile(id: string): string;
  commit(): void;
}

async function signed(): Promise<Signed> {
  const project = sandbox(config(line("a", "active")));
  const home = sandbox(null).root;
  const keys = (...argv: string[]) => project.run(argv, { env: { HOME: home, PATH: process.env["PATH"]! } });
  const privateFile = (id: string) =>
    join(home, ".config/httpsmith/keys", `${project.root.split("/").pop()}-${id}.pem`);
  const git = (...argv: string[]) =>
    execFileSync("git", ["-C", project.root, "-c", "user.name=t", "-c", "user.email=t@t", ...argv], {
      stdio: "ignore",
    });
  git("init", "-q");
  const commit = () => {
    git("add", "-A");
    git("commit", "-qm", "state");
  };
  for (const id of ["a", "b"]) await keys("keys", "new", id);
  return { ...project, keys, privateFile, commit };
}

test("a new pair leaves the public half in the project and the private half outside, for its owner alone", async () => {
  const project = await signed();
  expect(project.read("keys/a.pub.pem")).toMatch(
    /^-----BEGIN PUBLIC KEY-----\n[\s\S]*-----END PUBLIC KEY-----\n$/,
  );
  expect(statSync(project.privateFile("a")).mode & 0o777).toBe(0o600);
  expect(Object.values(project.tree()).join()).not.toContain("PRIVATE KEY");
});

test("a relative XDG_CONFIG_HOME counts for nothing, as its specification says", async () => {
  const project = sandbox(config(line("a", "active")));
  const home = sandbox(null);
  const env = { HOME: home.root, XDG_CONFIG_HOME: "keys-here", PATH: process.env["PATH"]! };
  expect((await project.run(["keys", "new", "a"], { env })).code).toBe(0);
  expect(Object.keys(home.tree()).join()).toContain(".config/httpsmith/keys/");
});

test("nothing that is printed holds the private key", async () => {
  const project = await signed();
  const { stdout, stderr } = await project.keys("keys", "new", "c", "--type", "ecdsa");
  const secret = readFileSync(project.privateFile("c"), "utf8").split("\n")[1]!;
  expect(stdout).toContain('{ "id": "c", "publicKeyFile": "keys/c.pub.pem", "phase": "staged" }');
  expect(stdout + stderr).not.toContain(secret);
});

test("rejects to overwrite a key", async () => {
  const project = await signed();
  const before = project.read("keys/a.pub.pem");
  const { code, stderr } = await project.keys("keys", "new", "a");
  expect([code, project.read("keys/a.pub.pem")]).toEqual([2, before]);
  expect(stderr).toContain("exists already");
});

test("rejects a private file that git could commit, and takes one that it ignores", async () => {
  const project = await signed();
  const refused = await project.keys("keys", "new", "c", "--private-file", "keys/c.pem");
  expect([refused.code, existsSync(join(project.root, "keys/c.pub.pem"))]).toEqual([2, false]);
  expect(refused.stderr).toContain("not ignored");
  project.write(".gitignore", "*.pem\n!*.pub.pem\n");
  expect((await project.keys("keys", "new", "c", "--private-file", "keys/c.pem")).code).toBe(0);
});

test("a command can store the private half, and its failure leaves nothing behind", async () => {
  const project = await signed();
  const store = join(sandbox(null).root, "store");
  expect((await project.keys("keys", "new", "c", "--private-to", `cat > ${store}`)).code).toBe(0);
  expect(readFileSync(store, "utf8")).toContain("PRIVATE KEY");
  expect((await project.keys("keys", "new", "d", "--private-to", "exit 3")).code).toBe(2);
  expect(existsSync(join(project.root, "keys/d.pub.pem"))).toBe(false);
});

test("a rotation goes step by step, each shown as a change that keeps comments", async () => {
  const project = await signed();
  expect((await project.keys("keys", "rotate")).stdout).toContain("Nothing is in rotation");
  project.write("httpsmith.json", config(`${line("a", "active")}, ${line("b", "staged")}`));
  expect((await project.keys("keys", "rotate")).stdout).toContain("Deploy first");
  project.write("httpsmith.outputs.json", outputs);
  const { stdout } = await project.keys("keys", "rotate");
  expect(stdout).toContain(`+  "signingKeys": [${line("a", "retiring")}, ${line("b", "active")}],`);
  project.write("httpsmith.json", config(`${line("a", "retiring")}, ${line("b", "active")}`));
  expect((await project.keys("keys", "rotate")).stdout).toContain(
    `+  "signingKeys": [${line("b", "active")}],`,
  );
});

test.each([
  ["a new key signs at once", `${line("a", "retiring")}, ${line("b", "active")}`, "activated-unstaged"],
  ["an active key goes", line("b", "active"), "removed-while-active"],
])("rejects against the last commit that %s", async (_, keys, slug) => {
  const project = await signed();
  project.commit();
  project.write("httpsmith.json", config(keys));
  for (const verb of [["check"], ["keys", "check"]]) {
    const { code, stdout } = await project.keys(...verb);
    expect([code, stdout]).toEqual([1, expect.stringContaining(`docs/problems/signing-keys/${slug}.md`)]);
  }
});

test("rejects that all keys of a deployed project go", async () => {
  const project = await signed();
  project.write("httpsmith.outputs.json", outputs);
  project.commit();
  project.write("httpsmith.json", config("").replace(', "signed": true', ""));
  expect((await project.keys("check")).stdout).toContain("signing-keys/removed-while-active");
});

test("the staged key may take over after a commit in which it was staged", async () => {
  const project = await signed();
  project.write("httpsmith.outputs.json", outputs);
  project.write("httpsmith.json", config(`${line("a", "active")}, ${line("b", "staged")}`));
  project.commit();
  project.write("httpsmith.json", config(`${line("a", "retiring")}, ${line("b", "active")}`));
  expect((await project.keys("keys", "check")).code).toBe(0);
  expect((await project.keys("keys", "check", "--base", "no-such-branch")).code).toBe(2);
});

test("keys check finds a private key that belongs to none of them", async () => {
  const project = await signed();
  expect((await project.keys("keys", "check", "--private", project.privateFile("a"))).code).toBe(0);
  const { code, stdout } = await project.keys("keys", "check", "--private", project.privateFile("b"));
  expect([code, stdout]).toEqual([1, expect.stringContaining("signing-keys/not-a-pair")]);
});

test("a signed URL is the only thing on stdout, and CloudFront's rules accept it until it expires", async () => {
  const project = await signed();
  project.write("httpsmith.outputs.json", outputs);
  const { code, stdout } = await project.keys(
    "sign",
    "https://m.example.com/a b.jpg?x=1",
    "--key",
    project.privateFile("a"),
    "--expires-in",
    "90s",
  );
  expect([code, stdout.trim().split("\n")]).toEqual([
    0,
    [expect.stringContaining("Key-Pair-Id=KAAAAAAAAAAAA1")],
  ]);
  const trusted = parseTrustedKeys({ KAAAAAAAAAAAA1: project.read("keys/a.pub.pem") });
  if (!trusted.ok) throw new Error(trusted.problem.message);
  const now = Date.parse("2026-11-22T12:00:00Z") / 1000;
  const request = { method: "GET", url: stdout.trim(), clientIp: "192.0.2.1" };
  expect(verifyRequest(request, trusted.value, now + 89)).toMatchObject({ kind: "allowed" });
  expect(verifyRequest(request, trusted.value, now + 90)).toMatchObject({ kind: "denied" });
});

test.each([
  ["a fragment", ["https://m.example.com/a#b"], 1, "signed-urls/fragment"],
  ["an IPv6 address", ["https://m.example.com/a", "--ip", "::1"], 1, "signing-policy/ipv6"],
  ["no duration", ["https://m.example.com/a", "--expires-in", "soon"], 2, "config/not-a-duration"],
])("rejects %s on stderr and prints no URL", async (_, argv, code, problem) => {
  const project = await signed();
  project.write("httpsmith.outputs.json", outputs);
  const refused = await project.keys("sign", ...argv, "--key", project.privateFile("a"));
  expect([refused.code, refused.stdout]).toEqual([code, ""]);
  expect(refused.stderr).toContain(problem);
});

test("rejects a key whose id no deploy has told", async () => {
  const project = await signed();
  const { code, stderr } = await project.keys(
    "sign",
    "https://m.example.com/a",
    "--key",
    project.privateFile("a"),
  );
  expect([code, stderr]).toEqual([2, expect.stringContaining("has not been deployed")]);
});
