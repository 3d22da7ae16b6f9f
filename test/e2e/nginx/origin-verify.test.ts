// The origin-verify header in the real Nginx: who is let in, who is not, and a change of the secret without an outage.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { nginxFiles } from "../../../generators/nginx/view";
import { installedNginx } from "../../generators/installed-nginx";
import { type RunningSites, runSites, sitePrograms, startGunicorn } from "../../generators/running-site";
import { withNginx } from "../../generators/variants";
import { describeWith } from "../../programs";
import { originHttps } from "../../projects";
import type { Answer, Asked } from "../../request";

const project = withNginx({ ...installedNginx }, originHttps);
const { acceptedFile, header } = project.server!.originVerify!;
const [old, next, other] = ["0a".repeat(16), "1b".repeat(16), "2c".repeat(16)];

describeWith([...sitePrograms, "gunicorn"], "the origin-verify header in the real Nginx", () => {
  let sites: RunningSites;

  beforeAll(async () => {
    sites = await runSites([project], async (root) => {
      root.write("/var/www/letsencrypt/.well-known/acme-challenge/token", "key authorization");
      root.write("/srv/origin-https/static/app.css", "body{}");
      await startGunicorn(root, project);
    });
  });
  // Nginx keeps what it knows until it is reloaded; what the script finds is nothing.
  beforeEach(() => rmSync(sites.root.at(acceptedFile), { force: true }));
  afterAll(() => sites.root.remove());

  const script = (verb: string, value = "") => {
    const path = sites.root.at("/deploy/origin-https-origin-verify.sh");
    const env = { ...process.env, PATH: `${sites.root.at("/bin")}:${process.env["PATH"]}` };
    const { status, stdout, stderr } = spawnSync(path, [verb], { env, input: value, encoding: "utf8" });
    return { status, output: stdout + stderr };
  };
  const ask = (value: string | null, asked: Partial<Asked> = {}): Promise<Answer> =>
    sites.overHttps({ path: "/api/", ...asked, headers: value === null ? {} : { [header]: value } });
  const status = async (value: string | null, path = "/api/") => (await ask(value, { path })).status;

  const workers = () => {
    const master = sites.root.read("/run/nginx.pid").trim();
    return readFileSync(`/proc/${master}/task/${master}/children`, "utf8").trim().split(" ");
  };
  /** Runs the script and waits until the workers that know the former values are gone. */
  const done = async (verb: string, value: string): Promise<void> => {
    const former = workers();
    expect(script(verb, value)).toMatchObject({ status: 0 });
    while (workers().length !== 1 || former.includes(workers()[0]!))
      await new Promise((resolve) => setTimeout(resolve, 20));
  };

  test("lets nobody in before there is a value, on any path, and answers Certbot's challenge all the same", async () => {
    expect(existsSync(sites.root.at(acceptedFile))).toBe(false);
    for (const value of [null, "", old]) expect(await status(value)).toBe(403);
    expect(await status(null, "/static/app.css")).toBe(403);
    expect((await sites.overHttp({ path: "/" })).status).toBe(403);
    const challenge = await sites.overHttp({ path: "/.well-known/acme-challenge/token" });
    expect([challenge.status, challenge.body.toString()]).toEqual([200, "key authorization"]);
  });

  test("lets the accepted value in and nothing like it, and hides it from the application", async () => {
    // An editor's copy beside the file, with a value of before.
    sites.root.write(`${acceptedFile}.bak`, `"${next}" 1;\n`);
    await done("add", `${old}\n`);
    expect(await status(old)).toBe(200);
    expect(await status(old, "/static/app.css")).toBe(200);
    const likes = ["", old.slice(1), `${old}0`, next, `${old}, ${old}`, `"${old}"`, "default", "include"];
    for (const value of [null, ...likes]) expect([value, await status(value)]).toEqual([value, 403]);
    expect((await ask(old)).body.toString()).not.toContain(old);
    for (const log of ["origin-https.access.log", "origin-https.error.log"])
      expect(sites.root.read(`/var/log/nginx/${log}`)).not.toContain(old);
  });

  test("tells the application the viewer's address that CloudFront wrote last, and no other", async () => {
    await done("add", old);
    const seen = async (forwardedFor: string) => {
      const answer = await sites.overHttps({
        path: "/api/",
        headers: { [header]: old, "X-Forwarded-For": forwardedFor },
      });
      const { environ } = JSON.parse(answer.body.toString());
      return [environ.HTTP_X_FORWARDED_FOR, environ.HTTP_X_REAL_IP];
    };
    expect(await seen("6.6.6.6, 198.51.100.7")).toEqual(["198.51.100.7", "198.51.100.7"]);
    expect(await seen("2001:DB8::1")).toEqual(["2001:DB8::1", "2001:DB8::1"]);
    expect(await seen("unknown")).toEqual(["127.0.0.1", "127.0.0.1"]);
  });

  test("changes the secret without refusing CloudFront for a moment", async () => {
    await done("add", old);
    const asking = { on: true, refused: 0, asked: 0 };
    const cloudFront = (async () => {
      for (let value = old; asking.on; ) {
        if (existsSync(sites.root.at("/cloudfront-has-changed"))) value = next;
        if ((await status(value)) !== 200) asking.refused += 1;
        asking.asked += 1;
      }
    })();
    await done("add", next);
    expect([await status(old), await status(next)]).toEqual([200, 200]);
    sites.root.write("/cloudfront-has-changed", "");
    const before = asking.asked;
    while (asking.asked < before + 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await done("only", next);
    expect(await status(old)).toBe(403);
    asking.on = false;
    await cloudFront;
    expect(asking.asked).toBeGreaterThan(2);
    expect(asking.refused).toBe(0);
  });

  test("keeps the values for root alone and shows only the beginnings of digests", () => {
    script("add", old);
    expect(statSync(sites.root.at(acceptedFile)).mode & 0o777).toBe(0o600);
    const { output } = script("list");
    expect(output).toMatch(/^[0-9a-f]{12}\norigin-verify: Nginx accepts 1\.\n$/);
  });

  test.each([
    ["a third value", ["add", other], "Two values are accepted already"],
    ["to keep a value that is not accepted", ["only", other], "not accepted yet"],
    ["a short value", ["add", "0a0a"], "it has 4 characters, not 32"],
    ["other characters", ["add", `${old.slice(2)}";`], "other characters"],
    ["nothing", ["add", ""], "it has 0 characters"],
    ["another verb", ["remove", old], "Usage"],
  ])("rejects %s and changes nothing", (_, [verb, value], reason) => {
    script("add", old);
    script("add", next);
    const before = sites.root.read(acceptedFile);
    const { status: code, output } = script(verb!, value);
    expect([code, output]).toEqual([1, expect.stringContaining(reason)]);
    expect(output).not.toContain(value === "" ? old : value);
    expect(sites.root.read(acceptedFile)).toBe(before);
  });

  test("changes nothing when Nginx does not take its configuration", () => {
    script("add", old);
    const before = sites.root.read(acceptedFile);
    sites.root.write("/etc/nginx/sites-enabled/broken.conf", "server {");
    expect(script("add", next)).toMatchObject({ status: 1 });
    expect(sites.root.read(acceptedFile)).toBe(before);
    rmSync(sites.root.at(acceptedFile));
    expect(script("add", next)).toMatchObject({ status: 1 });
    expect(existsSync(sites.root.at(acceptedFile))).toBe(false);
  });
});

test("without the layout Nginx has no map, no check and no script", () => {
  const files = nginxFiles({ ...project, server: { ...project.server!, originVerify: null } });
  expect(files.map(({ text }) => text).join("")).not.toMatch(/verif/i);
  expect(files.every(({ executable }) => !executable)).toBe(true);
});
