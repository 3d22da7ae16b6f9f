import { createHash } from "node:crypto";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashed } from "../../publish/content";
import { localFiles } from "../../publish/local-files";
import { Failure, type PublishProblem } from "../../publish/problem";
import { folderOf } from "./folders";

function read(folder: string, rules: { allow?: string[]; exclude?: string[] } = {}) {
  return localFiles({ absolute: folder, name: "dist", allow: [], exclude: [], ...rules });
}

async function problemsOf(folder: string, rules = {}): Promise<readonly PublishProblem[]> {
  try {
    await read(folder, rules);
  } catch (error) {
    if (error instanceof Failure) return error.problems;
    throw error;
  }
  return [];
}

test("files come with size and digest, in order, with odd names as they are", async () => {
  const big = Buffer.alloc((1 << 20) * 2 + 7, "ab");
  const folder = folderOf({ "b.html": "b", "a/ü 100% +.txt": "x", "a/big.bin": big, "empty.txt": "" });
  expect(await read(folder)).toMatchObject([
    { path: "a/big.bin", size: big.length, sha256: createHash("sha256").update(big).digest("hex") },
    { path: "a/ü 100% +.txt", size: 1 },
    { path: "b.html", sha256: createHash("sha256").update("b").digest("hex") },
    { path: "empty.txt", size: 0, sha256: createHash("sha256").digest("hex") },
  ]);
});

test("droppings of desktops and what the config leaves out are not there", async () => {
  const folder = folderOf({
    "index.html": "",
    ".DS_Store": "",
    "a/Thumbs.db": "",
    "a/b.js.map": "",
    "x/y.txt": "",
  });
  const files = await read(folder, { exclude: ["*.map", "/x/*"] });
  expect(files.map(({ path }) => path)).toEqual(["index.html"]);
});

test("a link to a file inside the folder is as good as the file", async () => {
  const folder = folderOf({ "a.txt": "hello" });
  symlinkSync("a.txt", join(folder, "b.txt"));
  const [one, other] = await read(folder);
  expect(other).toMatchObject({ path: "b.txt", sha256: one!.sha256 });
});

describe("rejects", () => {
  test("a file that vanished since it was listed, as a build that still goes on", () => {
    const read = () => hashed(join(folderOf({}), "gone.html"), "dist/gone.html");
    expect(read).toThrow("dist/gone.html was changed or removed while it was being published.");
  });

  test.each([
    ["a source map", "assets/index.js.map"],
    ["an .env file", ".env.production"],
    ["a named .env file", "config/prod.env"],
    ["a private key", "keys/server.pem"],
    ["a password file", "admin/.htpasswd"],
    ["Terraform state", "terraform.tfstate.backup"],
    ["a repository", ".git/config"],
    ["an installed package", "node_modules/a/index.js"],
    ["our own prefix", ".httpsmith/site/root/state.json"],
  ])("%s, unless it is allowed or left out", async (_, path) => {
    const folder = folderOf({ "index.html": "", [path]: "x" });
    const [problem, ...others] = await problemsOf(folder);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: "publish/refused-file", files: [`dist/${path}`] });
    expect(await problemsOf(folder, { allow: [`/${path}`] })).toEqual([]);
    expect(await problemsOf(folder, { exclude: [`/${path}`] })).toEqual([]);
  });

  test("links out of the folder, to a folder and to nowhere, all at once", async () => {
    const outside = folderOf({ "secret.txt": "s" });
    const folder = folderOf({ "index.html": "", "sub/a.txt": "" });
    symlinkSync(join(outside, "secret.txt"), join(folder, "out.txt"));
    symlinkSync(outside, join(folder, "outside"));
    symlinkSync("sub", join(folder, "within"));
    symlinkSync("gone.txt", join(folder, "dead.txt"));
    const problems = await problemsOf(folder);
    expect(problems.map(({ code, message }) => `${code} ${message}`).sort()).toEqual([
      "publish/not-a-file dist/dead.txt is a link that leads nowhere.",
      "publish/not-a-file dist/out.txt is a link that leads out of the folder.",
      "publish/not-a-file dist/outside is a link that leads out of the folder.",
      "publish/not-a-file dist/within is a link to a folder.",
    ]);
  });

  test("names that differ only in case, or in how an accent is written", async () => {
    const folder = folderOf({ "Logo.png": "", "logo.png": "", "caf\u00e9.html": "", "cafe\u0301.html": "" });
    const problems = await problemsOf(folder);
    expect(problems.map(({ code }) => code)).toEqual(["publish/same-name", "publish/same-name"]);
  });

  test("names with control characters or backslashes, and names that are too long", async () => {
    const long = `${"d".repeat(200)}/`.repeat(4) + "e".repeat(60);
    const folder = folderOf({ "a\nb.txt": "", "a\\b.txt": "", [long]: "" });
    expect((await problemsOf(folder)).map(({ code }) => code)).toEqual(Array(3).fill("publish/file-name"));
  });

  test("a name that is too long, cut before a character of two halves", async () => {
    const folder = folderOf({ [`${"d".repeat(54)}🚀/${`${"d".repeat(200)}/`.repeat(4)}a.txt`]: "" });
    const [{ message } = { message: "" }] = await problemsOf(folder);
    expect(message).toBe(`The name of dist/${"d".repeat(54)}… is longer than a key of S3 may be.`);
  });

  test("a name that is not UTF-8", async () => {
    const folder = folderOf({});
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), "");
    expect(await problemsOf(folder)).toMatchObject([{ code: "publish/file-name" }]);
  });

  test("a folder that is a file, and one that is not there", async () => {
    const folder = folderOf({ file: "" });
    expect(await problemsOf(join(folder, "file"))).toMatchObject([{ code: "publish/no-folder" }]);
    expect(await problemsOf(join(folder, "gone"))).toMatchObject([{ code: "publish/no-folder" }]);
  });

  test("a file, and a folder in it, that cannot be read", async () => {
    const folder = folderOf({ "a.txt": "", "locked/b.txt": "" });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, "a.txt"), 0);
    chmodSync(join(folder, "locked"), 0);
    const problemsOfUser = (rules: object) => asUser(() => problemsOf(folder, rules));
    expect(await problemsOfUser({ exclude: ["/locked"] })).toMatchObject([
      { code: "publish/not-a-file", message: "dist/a.txt cannot be read (EACCES)." },
    ]);
    expect(await problemsOfUser({})).toMatchObject([
      { code: "publish/not-a-file", message: "dist/locked cannot be read (EACCES)." },
    ]);
    chmodSync(join(folder, "locked"), 0o755);
  });
});

// Root may read everything.
async function asUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid!(65534);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}
