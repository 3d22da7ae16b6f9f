// synth and build of the built program, which has CDKTF in it.
import { join } from "node:path";
import { dist, httpsmith, needBuild, plainEnv, spawned } from "./built";
import { generated, moathon, sandbox } from "./sandbox";

beforeAll(needBuild);

function withStaging(text: string): string {
  const staging = `"server": { "host": { "kind": "nip.io", "ip": "54.180.9.9" }, "outputDir": "deploy/staging" },
    "django": { "settingsFile": "backend/config/settings_https_staging.py" },
    "frontend": { "envFile": "frontend/.env.staging" }`;
  return text.replace(/\n}\s*$/, `\n  "environments": { "staging": { ${staging} } }\n}\n`);
}
describe("synth", () => {
  test("writes one stack for each environment to cdktf.out, and lists them", () => {
    const project = sandbox(withStaging(moathon));
    const { code, stdout, stderr } = httpsmith(project, ["synth"]);
    expect(stdout).toMatch(
      /^ {2}cdktf\.out\/stacks\/moathon\/cdk\.tf\.json {2,}[0-9]+ resources {2}Terraform stack moathon\n/,
    );
    expect(stdout).toContain("  Terraform stack moathon-staging\n");
    expect(stdout).toMatch(/\nok {2}2 stacks\n$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(project.read("cdktf.out/stacks/moathon/cdk.tf.json"))).toHaveProperty(
      "resource.aws_s3_bucket",
    );
  });

  test("--env writes one stack alone; --output and CDKTF_OUTDIR say where", () => {
    const project = sandbox(withStaging(moathon));
    expect(httpsmith(project, ["synth", "--env", "staging", "--output", "a/b"]).stdout).toContain(
      "ok  1 stack\n",
    );
    expect(Object.keys(JSON.parse(project.read("a/b/manifest.json")).stacks)).toEqual(["moathon-staging"]);
    expect(httpsmith(project, ["synth"], { CDKTF_OUTDIR: "c" }).code).toBe(0);
    expect(Object.keys(JSON.parse(project.read("c/manifest.json")).stacks)).toEqual([
      "moathon",
      "moathon-staging",
    ]);
    expect(Object.keys(project.tree())).not.toContain("cdktf.out/");
  });

  test("writes the same bytes twice, and none of the folder's name", () => {
    const [one, other] = [sandbox(), sandbox()];
    httpsmith(one, ["synth"]);
    httpsmith(other, ["synth"], { TZ: "Asia/Seoul", LANG: "ko_KR.UTF-8" });
    expect(other.tree()).toEqual(one.tree());
    expect(JSON.stringify(one.tree())).not.toContain(one.root);
  });

  test("writes nothing where the config has errors", () => {
    const project = sandbox(moathon.replace('"name": "moathon"', '"name": "Moathon"'));
    expect(httpsmith(project, ["synth"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("nothing was written"),
    });
    expect(Object.keys(project.tree())).toEqual(["httpsmith.json"]);
  });

  test("a file in place of the output folder is one message and exit code 2", () => {
    const project = sandbox();
    project.write("cdktf.out", "mine");
    const { code, stdout, stderr } = httpsmith(project, ["synth"]);
    expect(stderr).toBe(
      "httpsmith: cdktf.out cannot be written: something else stands there. The Terraform in it may be incomplete.\n" +
        "  fix       Remove the cause and run it again, or choose a folder with --output.\n  more      docs/problems/files/cannot-write.md\n",
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(project.read("cdktf.out")).toBe("mine");
  });

  test("follows the cdktf command to where it looks for the result", () => {
    const project = sandbox();
    const { code, stderr } = spawned(process.execPath, [join(dist, "httpsmith.js"), "synth"], {
      cwd: project.root,
      env: plainEnv({ CDKTF_OUTDIR: "out" }),
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(Object.keys(JSON.parse(project.read("out/manifest.json")).stacks)).toEqual(["moathon"]);
  });
});

describe("build", () => {
  test("leaves what check, generate and synth leave", async () => {
    const [one, other] = [sandbox(), await generated()];
    expect(httpsmith(one, ["build"]).code).toBe(0);
    httpsmith(other, ["synth"]);
    expect(one.tree()).toEqual(other.tree());
    expect(httpsmith(one, ["check"]).code).toBe(0);
  });

  test("writes neither files nor Terraform where the config has errors or a file was edited", async () => {
    const broken = sandbox(moathon.replace('"name": "moathon"', '"name": "Moathon"'));
    expect(httpsmith(broken, ["build"]).code).toBe(1);
    expect(Object.keys(broken.tree())).toEqual(["httpsmith.json"]);
    const edited = await generated();
    edited.edit("deploy/nginx/moathon.conf", "listen 80;", "listen 8080;");
    const before = edited.tree();
    expect(httpsmith(edited, ["build"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("files/edited"),
    });
    expect(edited.tree()).toEqual(before);
    expect(httpsmith(edited, ["build", "--force"]).code).toBe(0);
  });

  test("puts the Terraform beside the config, and its steps begin with the way there", () => {
    const project = sandbox(withStaging(moathon));
    project.write("backend/x", "");
    const { code, stdout } = httpsmith(project, ["build"], {}, "backend");
    expect(stdout).toContain("\n  ../cdktf.out/stacks/moathon/cdk.tf.json ");
    expect(stdout).toMatch(/\nnext\n {2}1\. cd \.\.\n {2}2\. echo .* > cdktf\.json\n/);
    expect(stdout).toContain(". npx cdktf-cli@0.21 deploy moathon --outputs-file httpsmith.outputs.json\n");
    expect(stdout).toContain(
      ". npx cdktf-cli@0.21 deploy moathon-staging --outputs-file httpsmith.outputs.staging.json\n",
    );
    expect(code).toBe(0);
    const [, command] = /2\. (echo .*)\n/.exec(stdout)!;
    expect(spawned("sh", ["-c", command!], { cwd: project.root }).code).toBe(0);
    expect(JSON.parse(project.read("cdktf.json"))).toEqual({
      language: "typescript",
      app: "npx httpsmith synth",
    });
    const again = httpsmith(project, ["build"]).stdout;
    expect(again).not.toContain("echo");
    expect(again).toMatch(/unchanged +\.httpsmith\/manifest\.json/);
    expect(again).toContain(">> .gitignore");
    spawned("git", ["init", "-q"], { cwd: project.root });
    const [, ignore] = /\d\. (.* >> \.gitignore)\n/.exec(again)!;
    project.write(".gitignore", ".env");
    expect(spawned("sh", ["-c", ignore!], { cwd: project.root }).code).toBe(0);
    expect(project.read(".gitignore")).toBe(".env\nnode_modules\ncdktf.out\n.terraform\n*.tfstate*\n");
    expect(httpsmith(project, ["build"]).stdout).not.toContain(">> .gitignore");
  });

  test("asks for Django's line until it is there, and names the folder that the bundler fills", () => {
    const project = sandbox();
    project.write(
      "backend/manage.py",
      'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")\n',
    );
    project.write("backend/config/settings.py", "DEBUG = False\n");
    project.write("frontend/package.json", '{ "dependencies": { "react-scripts": "5" } }');
    httpsmith(project, ["build"]);
    const { stdout } = httpsmith(project, ["build"]);
    expect(stdout).toMatch(/\d\. npx httpsmith publish frontend\/build {2}# the built front end: /);
    const [, command] = /\d\. (printf .*settings\.py)\n/.exec(stdout)!;
    expect(spawned("sh", ["-c", command!], { cwd: project.root }).code).toBe(0);
    expect(project.read("backend/config/settings.py")).toBe(
      "DEBUG = False\n\nfrom .settings_https import apply\napply(globals())\n",
    );
    expect(httpsmith(project, ["build"]).stdout).not.toContain("settings_https import");
  });

  test("tells of a waiver that covers nothing, as check does", () => {
    const waiver =
      '{ "rule": "server/two-security-groups", "reason": "Left over from the move.", "until": "2099-01-01" }';
    const project = sandbox(moathon.replace('"region"', `"waivers": [${waiver}],\n  "region"`));
    const { code, stdout } = httpsmith(project, ["build"]);
    expect(stdout).toContain("Nothing breaks this rule any more.");
    expect(code).toBe(0);
  });

  test("asks for no second generate once the outputs are there", () => {
    const project = sandbox();
    project.write(
      "httpsmith.outputs.json",
      '{ "moathon": { "distribution_site_domain_name": "d111111abcdef8.cloudfront.net" } }',
    );
    const { stdout } = httpsmith(project, ["build"]);
    expect(stdout).not.toContain("pending");
    expect(stdout).toContain("https://d111111abcdef8.cloudfront.net  CloudFront site");
    expect(project.read("backend/config/settings_https.py")).toContain(
      '"https://d111111abcdef8.cloudfront.net"',
    );
  });

  test("--format json lists problems, files and stacks", () => {
    const { written, files, stacks } = JSON.parse(httpsmith(sandbox(), ["build", "--format", "json"]).stdout);
    expect({ written, files: files.length }).toEqual({ written: true, files: 17 });
    expect(stacks).toEqual([
      { name: "moathon", file: "cdktf.out/stacks/moathon/cdk.tf.json", resources: expect.any(Number) },
    ]);
  });
});
