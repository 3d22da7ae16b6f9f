// Real requests through the real Nginx, with the generated files, to a real Gunicorn on its UNIX socket.

import { atLeast } from "../../generators/nginx/version";
import { describeWith, testUnless } from "../programs";
import type { Answer, Asked } from "../request";
import { installedNginx } from "./installed-nginx";
import { type RunningSites, runSites, sitePrograms, startGunicorn } from "./running-site";
import { rich, withNginx } from "./variants";

const project = withNginx({ ...installedNginx, maxBodyBytes: 2048 }, rich);
const name = project.server!.host.name;
const files: Readonly<Record<string, string>> = {
  "/var/www/letsencrypt/.well-known/acme-challenge/token": "key authorization",
  "/srv/moathon/secret.txt": "secret",
  "/srv/moathon/static/app.css": "body{}".repeat(400),
  "/srv/moathon/static/app.0123456789ab.css": "body{}",
  "/srv/moathon/static/.git/config": "secret",
  "/srv/moathon/media/cat.png": "png",
  "/srv/moathon/media/page.html": "<script>alert(1)</script>",
  "/srv/moathon/media/drawing.svg": "<svg><script>alert(1)</script></svg>",
  "/srv/moathon/media/.env": "secret",
};

describeWith([...sitePrograms, "gunicorn"], "the site in the real Nginx", () => {
  let sites: RunningSites;
  const overHttp = (asked: Partial<Asked>) => sites.overHttp(asked);
  const overHttps = (asked: Partial<Asked>) => sites.overHttps(asked);

  beforeAll(async () => {
    sites = await runSites([project], async (root) => {
      for (const [path, text] of Object.entries(files)) root.write(path, text);
      await startGunicorn(root, project);
    });
  });
  afterAll(() => sites.root.remove());

  describe("on port 80", () => {
    test("redirects with 308 to the literal host, path and query", async () => {
      const answer = await overHttp({ path: "/a%0d%0aSet-Cookie:x/b?c=d" });
      expect(answer.status).toBe(308);
      expect(answer.header("location")).toEqual([`https://${name}/a%0d%0aSet-Cookie:x/b?c=d`]);
      expect(answer.header("strict-transport-security")).toEqual([]);
    });

    test("answers Certbot's challenge as plain text, without a redirect", async () => {
      const answer = await overHttp({ path: "/.well-known/acme-challenge/token" });
      expect([answer.status, answer.body.toString()]).toEqual([200, "key authorization"]);
      expect(answer.header("content-type")).toEqual(["text/plain"]);
    });

    test("answers 404 for a challenge that it does not know", async () => {
      expect((await overHttp({ path: "/.well-known/acme-challenge/other" })).status).toBe(404);
    });

    test.each(["evil.example", `${name}.evil.example`, "54.180.1.2"])("hangs up on host %s", async (host) => {
      expect((await overHttp({ host })).status).toBeNull();
    });
  });

  describe("towards the application", () => {
    test("says https, the client's address and the host, whatever the client claims", async () => {
      const spoofed = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-For": "6.6.6.6",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Port": "80",
        "X-Forwarded-Ssl": "off",
        "X-Forwarded-Protocol": "http",
        "X-Real-IP": "6.6.6.6",
        Forwarded: "for=6.6.6.6",
        SCRIPT_NAME: "/admin",
        PATH_INFO: "/admin",
      };
      const answer = await overHttps({ path: "/api/?q=1", headers: spoofed });
      expect(answer.status).toBe(200);
      expect(forwarded(answer)).toEqual({
        HTTP_HOST: name,
        HTTP_X_FORWARDED_PROTO: "https",
        HTTP_X_FORWARDED_FOR: "127.0.0.1",
        HTTP_X_REAL_IP: "127.0.0.1",
        PATH_INFO: "/api/",
        SCRIPT_NAME: "",
        QUERY_STRING: "q=1",
        "wsgi.url_scheme": "https",
      });
    });

    test("lets a body of the limit through and answers 413 above it", async () => {
      const post = (length: number) => overHttps({ method: "POST", body: "x".repeat(length) });
      expect((await post(2048)).status).toBe(200);
      expect((await post(2049)).status).toBe(413);
    });

    test("forwards /.well-known/ but no other dotfile", async () => {
      expect((await overHttps({ path: "/.well-known/security.txt" })).status).toBe(200);
      for (const path of ["/.env", "/.git/config", "/a/.svn/entries"])
        expect((await overHttps({ path })).status).toBe(404);
    });

    test("adds Partitioned to each cookie, keeps its path and, from Nginx 1.19.3 on, makes it Secure", async () => {
      const answer = await overHttps({ path: "/cookies" });
      expect(answer.header("set-cookie")).toEqual([
        "__Host-sessionid=1; Path=/; Partitioned; Secure; SameSite=None",
        `area=2; Path=/admin/; Partitioned${atLeast(installedNginx.version, "1.19.3") ? "; Secure" : ""}`,
      ]);
    });

    test("leaves a cookie alone that is Partitioned already", async () => {
      const answer = await overHttps({ path: "/partitioned-cookie" });
      expect(answer.header("set-cookie")).toEqual(["a=1; Path=/; Secure; SameSite=None; Partitioned"]);
    });
  });

  describe("refuses", () => {
    const { version } = installedNginx;
    const tooOld = atLeast(version, "1.19.4") ? null : `Nginx ${version} is older than 1.19.4`;
    testUnless(tooOld, "a handshake for no name or an unknown one", async () => {
      for (const serverName of ["evil.example", ""])
        expect((await overHttps({ serverName })).status).toBeNull();
    });

    test("a request for another host after a handshake with the right name", async () => {
      expect((await overHttps({ serverName: name, host: "evil.example" })).status).toBeNull();
    });
  });

  describe("files", () => {
    test("come from disk: hashed names for ever, others asked about again", async () => {
      const plain = await overHttps({ path: "/static/app.css" });
      const hashed = await overHttps({ path: "/static/app.0123456789ab.css" });
      expect(plain.body.toString()).toBe(files["/srv/moathon/static/app.css"]);
      expect(plain.header("cache-control")).toEqual(["no-cache"]);
      expect(hashed.header("cache-control")).toEqual(["public, max-age=31536000, immutable"]);
    });

    test.each([
      "/static../secret.txt",
      "/static/../secret.txt",
      "/static/%2e%2e/secret.txt",
      "/media../secret.txt",
      "/static/.git/config",
      "/media/.env",
      "/media/%2eenv",
    ])("never come from elsewhere: %s", async (path) => {
      const answer = await overHttps({ path });
      expect(answer.body.toString()).not.toBe("secret");
    });

    test("of uploads open only as images without scripts", async () => {
      const disposition = async (path: string) =>
        (await overHttps({ path: `/media/${path}` })).header("content-disposition");
      expect(await disposition("cat.png")).toEqual([]);
      expect(await disposition("page.html")).toEqual(["attachment"]);
      expect(await disposition("drawing.svg")).toEqual(["attachment"]);
    });
  });
});

// What an application may believe about a request, as the echo application saw it.
function forwarded(answer: Answer): Record<string, string> {
  const { environ } = JSON.parse(answer.body.toString()) as { environ: Record<string, string> };
  const believed =
    /^(HTTP_HOST|HTTP_X_.*|HTTP_FORWARDED|.*SCRIPT_NAME|.*PATH_INFO|QUERY_STRING|wsgi\.url_scheme)$/;
  return Object.fromEntries(Object.entries(environ).filter(([key]) => believed.test(key)));
}
