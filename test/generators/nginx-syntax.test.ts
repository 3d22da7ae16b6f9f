// The real Nginx accepts every variant of the generated files that its version can know.
import type { Nginx, Project } from "../../config/project";
import { atLeast } from "../../generators/nginx/version";
import { nginxFiles } from "../../generators/nginx/view";
import { describeWith, testUnless } from "../programs";
import { type Outcome, ServerRoot } from "../server-root";
import { type Pair, place, selfSigned } from "./certificates";
import { installedNginx } from "./installed-nginx";
import { hosts, renamed, rich, withHost, withNginx } from "./variants";

// Each side of every version that decides; those that the installed Nginx cannot run are named as skipped.
const versions = ["1.18.0", "1.19.3", "1.19.4", "1.22", "1.23.2", "1.25.1", "1.30"];
const openssls = ["3.0", "3.5.1"];

// The one warning allowed: Nginx from 1.25.1 on is given a declared version without `http2 on`.
const accepted = {
  status: 0,
  output: expect.not.stringMatching(/\[(emerg|warn)\](?!.*"listen \.\.\. http2" directive is deprecated)/),
};

describeWith(["nginx", "openssl"], "the real nginx -t", () => {
  let pair: Pair;
  beforeAll(() => {
    pair = selfSigned("test");
  });

  const roots: ServerRoot[] = [];
  afterEach(() => Promise.all(roots.splice(0).map((root) => root.remove())));

  async function newRoot(): Promise<ServerRoot> {
    const root = await ServerRoot.create();
    roots.push(root);
    return root;
  }

  async function check(...projects: Project[]): Promise<Outcome> {
    const root = await newRoot();
    for (const project of projects) {
      const { tlsDirectory } = project.server!.acme;
      place(root, tlsDirectory, pair);
      root.install(nginxFiles(project));
    }
    return root.run(root.at("/bin/nginx"), ["-t"]);
  }

  for (const version of versions) {
    for (const openssl of openssls) {
      const title = `accepts all hosts and profiles for Nginx ${version} with OpenSSL ${openssl}`;
      testUnless(whyNot({ version, openssl }), title, async () => {
        for (const host of [...hosts, rich]) {
          for (const tls of ["intermediate", "modern"] as const) {
            expect(await check(withNginx({ version, openssl, tls }, host))).toEqual(accepted);
          }
        }
      });
    }
  }

  const here = (project: Project) => withNginx(installedNginx, project);

  test("accepts a site without compression", async () => {
    expect(await check(here(withNginx({ compression: false })))).toEqual(accepted);
  });

  test("accepts a host name of the longest kind", async () => {
    const labels = Array.from({ length: 4 }, () => "a".repeat(60)).join(".");
    expect(await check(here(withHost("domain", `${labels}.example`)))).toEqual(accepted);
  });

  test("accepts three projects on one machine, two of them named like parts of Nginx and httpsmith", async () => {
    const others = ["http", "httpsmith-default"];
    const projects = others.map((name) => here(renamed(rich, name, `${name}.example.com`)));
    expect(await check(here(rich), ...projects)).toEqual(accepted);
  });

  test("accepts a project name of the longest kind", async () => {
    expect(await check(here(renamed(rich, "a".repeat(32), "api.example.com")))).toEqual(accepted);
  });

  test("accepts a site without Django", async () => {
    expect(await check(here({ ...rich, django: null }))).toEqual(accepted);
  });

  test("rejects the site before the bootstrap has run", async () => {
    const root = await newRoot();
    root.install(nginxFiles(here(rich)));
    const output = expect.stringContaining("cannot load certificate");
    expect(root.run(root.at("/bin/nginx"), ["-t"])).toEqual({ status: 1, output });
  });
});

function whyNot({ version, openssl }: Pick<Nginx, "version" | "openssl">): string | null {
  const deciding = ["1.19.3", "1.19.4", "1.25.1"];
  const nginxKnows = deciding.every((one) => !atLeast(version, one) || atLeast(installedNginx.version, one));
  const knows = nginxKnows && (!atLeast(openssl, "3.5") || atLeast(installedNginx.openssl, "3.5"));
  return knows ? null : `here is ${installedNginx.version} with ${installedNginx.openssl}`;
}
