// The recipes for GitHub: each step of a job in a real shell, in a clone as actions/checkout makes it.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { recipe } from "../../docs/recipe";
import { describeWith } from "../../programs";
import { credentials } from "../publish/s3-server";
import { type Aws, startAws } from "./aws";
import { page, type Repository, repository } from "./repository";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What a run is about: what actions/checkout fetches, and what the expressions stand for. */
interface Event {
  readonly ref: string;
  readonly expressions: Readonly<Record<string, string>>;
}

const pullRequest: Event = {
  ref: "refs/pull/7/merge",
  expressions: { "github.base_ref": "main", "github.event.number": "7", "github.token": "token" },
};
const push: Event = { ref: "refs/heads/main", expressions: {} };

describeWith(["git"], "the workflows for GitHub", () => {
  jest.setTimeout(300_000);
  let project: Repository;
  let aws: Aws;
  let runs = 0;

  beforeAll(async () => {
    aws = await startAws();
    project = await repository({});
    writeFileSync(join(project.work, "gh"), '#!/bin/sh\nprintf "%s " "$@" > "$HOME/gh-was-told"\n');
    chmodSync(join(project.work, "gh"), 0o755);
  });
  afterAll(async () => {
    await aws?.close();
    project?.close();
  });

  /** Pushes what is changed as a pull request: the merge of a branch of it into main. */
  async function propose(): Promise<void> {
    await project.git("checkout", "-qB", "feature");
    await project.git("commit", "-qam", "Propose");
    await project.git("checkout", "-q", "main");
    await project.git("checkout", "-q", "--detach");
    await project.git("merge", "-q", "--no-ff", "-m", "Merge", "feature");
    await project.git("push", "-qf", "origin", "feature", `HEAD:${pullRequest.ref}`);
    await project.git("checkout", "-q", "main");
  }

  async function runJob(steps: readonly Step[], { ref, expressions }: Event) {
    const cwd = join(project.work, `run-${++runs}`);
    mkdirSync(cwd);
    let env: Record<string, string> = {
      ...aws.env,
      CI: "true",
      PATH: `${project.work}:${process.env["PATH"]}`,
    };
    let output = "";
    for (const step of steps) {
      if (step.run === undefined) {
        if (step.uses === "actions/checkout@v6") await checkout(cwd, ref, step.with?.["fetch-depth"]);
        else if (step.uses === "aws-actions/configure-aws-credentials@v6")
          env = { ...env, ...credentials, AWS_REGION: String(step.with?.["aws-region"]) };
        else expect(step.uses).toBe("actions/setup-node@v6");
        continue;
      }
      // Where a step names no shell, this is how GitHub starts it.
      const script = join(project.work, "step.sh");
      writeFileSync(script, step.run);
      const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, evaluated(text, expressions)]);
      const ended = await project.run("bash", ["-e", script], {
        cwd,
        env: { ...env, ...Object.fromEntries(own) },
      });
      output += ended.stdout + ended.stderr;
      if (ended.code !== 0) return { code: ended.code, output, cwd };
    }
    return { code: 0, output, cwd };
  }

  // As actions/checkout does it: one commit, or every branch with its history.
  async function checkout(cwd: string, ref: string, depth: unknown): Promise<void> {
    const local = ref.replace(
      /^refs\/(heads|pull)\//,
      (_, kind) => `refs/remotes/${kind === "heads" ? "origin" : "pull"}/`,
    );
    const fetched =
      depth === 0
        ? ["+refs/heads/*:refs/remotes/origin/*", `+${ref}:${local}`]
        : ["--depth=1", `+${ref}:${local}`];
    const [flags, specs] = depth === 0 ? [[], fetched] : [fetched.slice(0, 1), fetched.slice(1)];
    await project.git("-C", cwd, "init", "-q");
    await project.git("-C", cwd, "remote", "add", "origin", `file://${join(project.work, "origin.git")}`);
    await project.git("-C", cwd, "fetch", "-q", "--no-tags", ...flags, "origin", ...specs);
    await project.git("-C", cwd, "checkout", "-q", "--force", local);
  }

  const check: Step[] = parse(recipe("ci.md", ".github/workflows/httpsmith.yml")).jobs.check.steps;
  const diff: Step[] = parse(recipe("review.md", ".github/workflows/httpsmith-diff.yml")).jobs.diff.steps;
  const publish: Step[] = parse(recipe("ci.md", ".github/workflows/publish.yml")).jobs.publish.steps;

  test("a pull request with mistakes fails, each marked at its line", async () => {
    project.edit("httpsmith.json", '"id": "2026-11"', '"id": "2026-12"');
    await propose();
    const { code, output } = await runJob(check, pullRequest);
    expect(code).toBe(1);
    expect(output).toMatch(
      /^::error file=worker\/cloudfront_signer\.py,line=\d+,col=1,title=files\/stale::/m,
    );
    // What main has decides this one.
    expect(output).toMatch(
      /^::error file=httpsmith\.json,line=23,col=18,title=signing-keys\/removed-while-active::/m,
    );
  });

  test("without the history of main, check says so instead of passing", async () => {
    const shallow = check.map(({ with: _, ...step }) => step);
    const { code, output } = await runJob(shallow, pullRequest);
    expect(code).toBe(2);
    expect(output).toContain("::error title=config/unknown-base::");
  });

  test("a pull request that changes nothing of this passes, without a mark", async () => {
    project.write("backend/views.py", "# new");
    await project.git("add", ".");
    await propose();
    const { code, output } = await runJob(check, pullRequest);
    expect(output).not.toContain("::");
    expect(code).toBe(0);
  });

  test("a pull request gets its risks as a comment", async () => {
    project.edit("httpsmith.json", '"signed": true', '"signed": false');
    await propose();
    const { code, cwd } = await runJob(diff, pullRequest);
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, "diff.md"), "utf8")).toMatch(
      /^- \*\*Risk\*\*, .*everybody reads these paths/m,
    );
    expect(readFileSync(join(project.work, "gh-was-told"), "utf8")).toBe("pr comment 7 --body-file diff.md ");
  });

  test("a push to main is built, checked and published", async () => {
    const { code, output, cwd } = await runJob(publish, push);
    expect({ code, output: code === 0 ? "" : output }).toEqual({ code: 0, output: "" });
    expect(existsSync(join(cwd, "frontend/dist/index.html"))).toBe(true);
    expect(await aws.objects()).toEqual({ "index.html": page, "assets/index-BfK3x9a2.js": "1\n" });
  });
});

function evaluated(text: string, expressions: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{\{ (\S+) \}\}/g, (whole, name: string) => expressions[name] ?? whole);
}
