// Files that the config declares: what lies outside the project does not go up, whatever a link says.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SiteInput } from "../../publish";
import { wantedFiles } from "../../publish/wanted";

const folder = mkdtempSync(join(tmpdir(), "httpsmith-wanted-"));
const root = join(folder, "project");
mkdirSync(join(root, "pages"), { recursive: true });
writeFileSync(join(folder, "secret.txt"), "secret");
writeFileSync(join(root, "pages/a.txt"), "a");
symlinkSync("a.txt", join(root, "pages/b.txt"));
symlinkSync(join(folder, "secret.txt"), join(root, "pages/out.txt"));
symlinkSync(folder, join(root, "linked"));
afterAll(() => rmSync(folder, { recursive: true }));

const wanted = (file: string) =>
  wantedFiles({
    folder: null,
    target: { declared: [{ path: "a.txt", file, contentType: null }], errorPages: [] },
    cacheRules: [],
    rootObject: "",
    project: { root, display: (path: string) => path },
  } as unknown as SiteInput);

test.each(["pages/a.txt", "pages/b.txt"])("%s is inside the project", async (file) => {
  expect(await wanted(file)).toMatchObject([{ path: "a.txt", size: 1 }]);
});

test.each(["pages/out.txt", "linked/secret.txt"])("rejects %s, which a link has outside", async (file) => {
  await expect(wanted(file)).rejects.toMatchObject({ problems: [{ code: "publish/not-a-file" }] });
});
