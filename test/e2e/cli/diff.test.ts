// diff on real git repositories, by the built program: bases of each kind, forms of the report, exit codes.
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Ended, httpsmith, needBuild } from "../../cli/built";
import { moathon, type Sandbox, sandbox } from "../../cli/sandbox";
import { describeWith } from "../../programs";

beforeAll(needBuild);

const user = ["-c", "user.email=ops@example.com", "-c", "user.name=ops", "-c", "init.defaultBranch=main"];

function git(project: Sandbox, ...args: string[]): void {
  const { status, stderr } = spawnSync("git", [...user, ...args], { cwd: project.root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

function committed(config: string = moathon): Sandbox {
  const project = sandbox(config);
  git(project, "init", "-q");
  commit(project);
  return project;
}

function commit(project: Sandbox): void {
  git(project, "add", "-A");
  git(project, "commit", "-q", "-m", "a state");
}

const spa = '"cache": "static" }], "spa": true';
const stays = '"cache": "static" }], "spa": true, "enabled": false';
const diff = (project: Sandbox, ...argv: string[]): Ended => httpsmith(project, ["diff", ...argv]);

describeWith(["git"], "diff", () => {
  test("says that nothing changes, and exits with 0", () => {
    expect(diff(committed())).toEqual({ code: 0, stdout: "same  nothing changes since HEAD\n", stderr: "" });
  });

  test("shows risks first, then parts and settings, and exits with 1", () => {
    const project = committed();
    project.edit("httpsmith.json", spa, stays);
    const { code, stdout, stderr } = diff(project);
    expect([code, stderr]).toEqual([1, ""]);
    expect(stdout).toBe(`moathon
risk      aws_cloudfront_distribution.distribution_site
          The distribution answers no requests any more.
~ aws_cloudfront_distribution.distribution_site  changed in place
    enabled  true -> false
CloudFront carries distribution_site to its edge locations, which takes minutes.

differs  1 change since HEAD, 1 risk
`);
  });

  test("compares with the last commit, a branch, or one before", () => {
    const project = committed();
    git(project, "branch", "before");
    project.edit("httpsmith.json", spa, stays);
    commit(project);
    expect(diff(project).code).toBe(0);
    for (const base of ["before", "HEAD~1"]) expect(diff(project, base)).toMatchObject({ code: 1 });
    expect(diff(project, "before").stdout).toContain("1 change since before");
  });

  test("compares with stacks in a folder, one stack, another config and its folder, also outside of git", () => {
    const project = sandbox();
    expect(httpsmith(project, ["synth"]).code).toBe(0);
    project.write("old/httpsmith.json", moathon.replace("../../schemas", "../../../schemas"));
    project.edit("httpsmith.json", spa, stays);
    for (const base of ["cdktf.out", "cdktf.out/stacks/moathon/cdk.tf.json", "old/httpsmith.json", "old"]) {
      const { code, stdout, stderr } = diff(project, base);
      expect([base, code, stderr]).toEqual([base, 1, ""]);
      expect(stdout).toContain(`differs  1 change since ${base}, 1 risk`);
    }
  });

  test("takes a config that no commit has as new as a whole", () => {
    const project = committed();
    mkdirSync(join(project.root, "other"));
    project.write("other/httpsmith.json", moathon);
    const { code, stdout } = diff(project, "--config", "other/httpsmith.json");
    expect(code).toBe(1);
    expect(stdout).toContain(
      "+ aws_cloudfront_distribution.distribution_site  created\n  + behavior *  -> bucket_client\n",
    );
  });

  test("tells environments apart, and asks about one alone", () => {
    const two = moathon.replace(
      /\}\s*$/,
      '"environments": { "staging": { "buckets": { "client": { "name": "staging" } }, "server": null, "django": null, "frontend": null } } }',
    );
    const project = committed(two);
    project.edit("httpsmith.json", spa, stays);
    const { stdout } = diff(project);
    expect(stdout).toContain("differs  2 changes in 2 stacks since HEAD, 2 risks");
    const one = diff(project, "--env", "staging");
    expect(one.stdout).toMatch(/^moathon-staging\n/);
    expect(one.stdout).toContain("differs  1 change since HEAD, 1 risk");
  });

  test("reads public keys as they were at the commit", () => {
    const project = committed();
    const made = httpsmith(project, ["keys", "new", "a", "--private-to", "cat > /dev/null"]);
    expect(made.code).toBe(0);
    project.edit(
      "httpsmith.json",
      '"buckets":',
      '"signingKeys": [{ "id": "a", "publicKeyFile": "keys/a.pub.pem", "phase": "active" }],\n  "buckets":',
    );
    commit(project);
    expect(diff(project).code).toBe(0);
    expect(diff(project, "HEAD~1").stdout).toContain("+ aws_cloudfront_public_key.signing_keys_a  created");
  });

  test("is data as JSON", () => {
    const project = committed();
    project.edit("httpsmith.json", spa, stays);
    const { code, stdout } = diff(project, "--format", "json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      since: "HEAD",
      stacks: [
        {
          name: "moathon",
          changes: [
            {
              address: "aws_cloudfront_distribution.distribution_site",
              action: "update",
              settings: [{ path: ["enabled"], before: true, after: false, replaces: false }],
              risks: [{ place: "", text: "The distribution answers no requests any more." }],
            },
          ],
          deploys: ["aws_cloudfront_distribution.distribution_site"],
        },
      ],
    });
  });

  test("is a comment of a pull request as Markdown, from which no value breaks out", () => {
    const project = committed();
    const hostile = '"comment": "```` </b>[x](y) @team",';
    project.edit("httpsmith.json", '"site": { ', `"site": { ${hostile}`);
    for (const flags of [["--markdown"], ["--format", "markdown"]]) {
      const { code, stdout } = diff(project, ...flags);
      expect(code).toBe(1);
      expect(stdout).toBe(`### httpsmith diff: 1 change since HEAD, 0 risks

#### moathon: 1 change

\`\`\`\`\`diff
  aws_cloudfront_distribution.distribution_site  changed in place
-   comment  moathon site
+   comment  \`\`\`\` </b>[x](y) @team
\`\`\`\`\`

CloudFront carries distribution\\_site to its edge locations.
`);
    }
  });

  test("marks the risks on a run of GitHub, each on one line", () => {
    const project = committed();
    project.edit("httpsmith.json", '"site": { ', '"site": { "enabled": false, ');
    const { code, stdout } = diff(project, "--format", "github");
    expect(code).toBe(1);
    expect(stdout).toBe(
      "::warning title=risk moathon::aws_cloudfront_distribution.distribution_site%0AThe distribution answers no requests any more.\ndiffers  1 change since HEAD, 1 risk\n",
    );
  });

  test("leaves nothing behind and writes nothing", () => {
    const project = committed();
    project.edit("httpsmith.json", spa, stays);
    const before = project.tree();
    diff(project);
    expect(project.tree()).toEqual(before);
  });

  describe("rejects with 2", () => {
    test.each([
      ["a base that is neither a path nor a commit", committed, ["mian"], "neither a path nor a commit"],
      ["a folder without config and stacks", committed, [".git"], "holds neither a config nor stacks"],
      ["the last commit outside of git", sandbox, [], "neither a path nor a commit"],
      [
        "a name that looks like an option of git",
        committed,
        ["--", "--output=x"],
        "neither a path nor a commit",
      ],
    ])("%s", (_, make, argv, reason) => {
      const { code, stdout, stderr } = diff(make(), ...argv);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain(reason);
    });

    test("a base whose config has errors", () => {
      const project = committed(moathon.replace('"region": "ap-northeast-2"', '"region": "mars"'));
      project.write("httpsmith.json", moathon);
      const { code, stderr } = diff(project);
      expect(code).toBe(2);
      expect(stderr).toContain("The config of HEAD has errors (schema/format:");
    });

    test("a config that has errors now, and says which", () => {
      const project = committed();
      project.edit("httpsmith.json", "ap-northeast-2", "mars");
      expect(diff(project)).toMatchObject({ code: 2, stdout: expect.stringContaining("error  region") });
    });

    test("a form that it does not have", () => {
      expect(diff(committed(), "--format", "sarif")).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("text, json, markdown, github"),
      });
    });
  });
});
