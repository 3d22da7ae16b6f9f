// The recipe for GitLab, run by gitlab-ci-local in a real repository: which jobs a pipeline has, and what they do.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recipe } from "../../docs/recipe";
import { describeWith } from "../../programs";
import { type Aws, startAws } from "./aws";
import { page, type Repository, repository } from "./repository";

const program = join(__dirname, "../../../node_modules/gitlab-ci-local/dist/index.js");
// It is written for Node 22; this is all that Node 20 lacks for it.
const older = `data:text/javascript,${encodeURIComponent(
  "Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };",
)}`;

const mergeRequest = {
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main",
};
interface Entry {
  readonly check_name: string;
  readonly location: object;
}

const role = "arn:aws:iam::123456789012:role/publish";

describeWith(["git", "rsync"], ".gitlab-ci.yml", () => {
  jest.setTimeout(300_000);
  let project: Repository;
  let aws: Aws;

  beforeAll(async () => {
    aws = await startAws();
    project = await repository({ ".gitlab-ci.yml": recipe("ci.md", ".gitlab-ci.yml") });
  });
  afterAll(async () => {
    await aws?.close();
    project?.close();
  });
  afterEach(() => project.git("checkout", "-qf", "main"));

  function gitlab(variables: Record<string, string>, ...args: string[]) {
    const given = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
    const predefined = ["--ignore-predefined-vars", Object.keys(mergeRequest).join()];
    return project.run(process.execPath, ["--import", older, program, ...predefined, ...given, ...args]);
  }

  async function jobs(variables: Record<string, string>): Promise<string[]> {
    const { code, stdout } = await gitlab(variables, "--list-json");
    expect(code).toBe(0);
    return JSON.parse(stdout).flatMap(({ name, when }: { name: string; when: string }) =>
      when === "never" ? [] : [name],
    );
  }

  const report = () => JSON.parse(readFileSync(join(project.folder, "gl-code-quality-report.json"), "utf8"));

  test("rejects a list as a resource group, by GitLab's own schema", async () => {
    project.edit(".gitlab-ci.yml", "resource_group: publish", "resource_group: [publish]");
    const { code, stdout, stderr } = await gitlab({}, "--list");
    expect(code).not.toBe(0);
    expect(stdout + stderr).toMatch(/resource_group.*must be string/);
  });

  test("checks merge requests and the default branch, and publishes the default branch alone", async () => {
    expect(await jobs({})).toEqual(["check", "publish"]);
    await project.git("checkout", "-qb", "feature");
    expect(await jobs(mergeRequest)).toEqual(["check"]);
    expect(await jobs({})).toEqual([]);
  });

  test("a merge request that is all right passes with an empty report", async () => {
    const { code } = await gitlab(mergeRequest, "--force-shell-executor", "check");
    expect(code).toBe(0);
    expect(report()).toEqual([]);
  });

  test("a merge request with mistakes fails, with a report and a log that say where", async () => {
    project.edit("httpsmith.json", '"id": "2026-11"', '"id": "2026-12"');
    const { code, stdout, stderr } = await gitlab(mergeRequest, "--force-shell-executor", "check");
    expect(code).toBe(1);
    const found = report().map((entry: Entry) => [entry.check_name, entry.location]);
    expect(Object.fromEntries(found)).toMatchObject({
      "files/stale": { path: expect.stringMatching(/\.py$/) },
      // What main has decides this one.
      "signing-keys/removed-while-active": { path: "httpsmith.json", lines: { begin: 23 } },
    });
    expect(stdout + stderr).toContain("was active and is gone");
  });

  test("the default branch is published with the role of its token, and CloudFront told of a change", async () => {
    const publish = async () => {
      const variables = { ...aws.env, AWS_TOKEN: "token-of-the-job", HTTPSMITH_DEPLOY_ROLE: role };
      const { code, stdout, stderr } = await gitlab(variables, "--force-shell-executor", "publish");
      expect({ code, said: code === 0 ? "" : stdout + stderr }).toEqual({ code: 0, said: "" });
    };
    await publish();
    expect(await aws.objects()).toEqual({ "index.html": page, "assets/index-BfK3x9a2.js": "1\n" });
    expect(aws.tokens.asked.at(-1)).toEqual({ role, token: "token-of-the-job" });
    expect(aws.cloudFront.invalidations).toEqual([]);
    project.edit("frontend/index.html", "<script", "<p>new</p><script");
    await publish();
    expect((await aws.objects())["index.html"]).toContain("<p>new</p>");
    expect(aws.cloudFront.invalidations).toEqual([["/", "/index.html"]]);
  });
});
