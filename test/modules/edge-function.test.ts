// Edge functions: the zip, its bytes on any machine, the Terraform of function, role and association.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import type { EdgeFunction, Project } from "../../config/project";
import { resolveEdge } from "../../config/resolve/edge";
import { edgePackage, type LambdaPackage } from "../../functions";
import { deterministicZip } from "../../functions/zip";
import { synth } from "../../modules";
import { needBuild } from "../cli/built";
import { moathon } from "../projects";
import { addresses, inFolder, type Json, only, synthesized } from "./synthesized";
import { variants } from "./variants";

const project = variants["edge function on one path"];
const { token } = project.edge;
const json = synthesized(project);
const lambda = only(json, "aws_lambda_function");
const withDigests = (...tokenSha256: string[]): Project => ({
  ...project,
  edge: resolveEdge(
    {
      edge: {
        token: {
          handler: "require-authorization",
          event: "viewer-request",
          runtime: "nodejs22.x",
          tokenSha256,
        },
      },
    } as never,
    () => null,
  ),
});
const zipOf = (one: EdgeFunction) => edgePackage(one) as LambdaPackage;
const zips = (folder: string) => readdirSync(join(folder, "stacks/moathon/edge"));

test("addresses are part of the public contract", () => {
  expect(addresses(json)).toEqual(
    expect.arrayContaining([
      "aws_iam_role.edge_token_role",
      "aws_iam_role_policy.edge_token_logs",
      "aws_lambda_function.edge_token",
    ]),
  );
});

test("the function is what Lambda@Edge takes, in us-east-1, and outlives Terraform's delete", () => {
  expect(lambda).toMatchObject({
    provider: "aws.us_east_1",
    architectures: ["x86_64"],
    runtime: "nodejs22.x",
    handler: "index.handler",
    memory_size: 128,
    timeout: 5,
    publish: true,
    skip_destroy: true,
    lifecycle: { create_before_destroy: true },
    role: "${aws_iam_role.edge_token_role.arn}",
  });
  for (const refused of ["environment", "vpc_config", "layers", "dead_letter_config", "tracing_config"])
    expect(lambda).not.toHaveProperty(refused);
});

test("only the behavior that names it has the function, by the ARN of its version", () => {
  const distribution = only(json, "aws_cloudfront_distribution");
  expect(distribution["ordered_cache_behavior"][0].lambda_function_association).toEqual([
    {
      event_type: "viewer-request",
      lambda_arn: "${aws_lambda_function.edge_token.qualified_arn}",
      include_body: false,
    },
  ]);
  expect(distribution["default_cache_behavior"].lambda_function_association ?? []).toEqual([]);
});

test("both services may assume the role, which may write the function's own logs, in every region", () => {
  const role = only(json, "aws_iam_role");
  const [trust] = JSON.parse(role["assume_role_policy"]).Statement;
  expect(trust.Principal.Service).toEqual(["lambda.amazonaws.com", "edgelambda.amazonaws.com"]);
  expect(trust.Action).toBe("sts:AssumeRole");
  const logGroup = `arn:aws:logs:*:*:log-group:/aws/lambda/us-east-1.${lambda["function_name"]}`;
  expect(JSON.parse(only(json, "aws_iam_role_policy")["policy"]).Statement).toEqual([
    {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: [logGroup, `${logGroup}:*`],
    },
  ]);
});

test("new tokens are a new version of the same function; their order is none", () => {
  const [one, two] = ["0a".repeat(32), "0b".repeat(32)];
  const [a, b, c] = [[one], [one, two], [two, one]].map((digests) =>
    only(synthesized(withDigests(...digests)), "aws_lambda_function"),
  ) as [Json, Json, Json];
  expect(a.function_name).toMatch(/^moathon-edge-token-[0-9a-f]{12}$/);
  expect(b.function_name).toBe(a.function_name);
  expect(b.source_code_hash).not.toBe(a.source_code_hash);
  expect(c).toEqual(b);
});

test("the zip lies where Terraform looks, with the hash that it is told, at no path of this machine", () => {
  inFolder((folder) => {
    synth([project], folder);
    const bytes = readFileSync(join(folder, "stacks/moathon", lambda["filename"]));
    expect(createHash("sha256").update(bytes).digest("base64")).toBe(lambda["source_code_hash"]);
    expect(lambda["filename"]).toMatch(/^edge\/token-[0-9a-f]{12}\.zip$/);
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(["index.js"]);
    const code = Buffer.from(files["index.js"]!).toString();
    expect(code.startsWith(`"use strict";const SETTINGS=${JSON.stringify(token.settings)};\n`)).toBe(true);
  });
});

test("zips of former runs go, with their folder, and nothing else", () => {
  inFolder((folder) => {
    synth([project], folder);
    const [before] = zips(folder);
    synth([withDigests("0c".repeat(32))], folder);
    expect(zips(folder)).toHaveLength(1);
    expect(zips(folder)).not.toContain(before);
    synth([moathon], folder);
    expect(readdirSync(join(folder, "stacks/moathon"))).toEqual(["cdk.tf.json"]);
    mkdirSync(join(folder, "stacks/moathon/edge"));
    writeFileSync(join(folder, "stacks/moathon/edge/notes.zip"), "");
    synth([moathon], folder);
    expect(zips(folder)).toEqual(["notes.zip"]);
  });
});

test("rejects a behavior with a function that is not there", () => {
  expect(() => synthesized({ ...project, edge: {} })).toThrow('"token"');
});

describe("the zip", () => {
  test("does not depend on the order in which files are named", () => {
    expect(deterministicZip({ b: "2", a: "1" })).toEqual(deterministicZip({ a: "1", b: "2" }));
  });

  test("is the same in every time zone, folder and umask", () => {
    inFolder((folder) => {
      needBuild();
      const root = join(__dirname, "../..");
      const script = `
        process.umask(Number(process.argv[1]));
        const { edgePackage } = require(${JSON.stringify(join(root, "dist/edge.js"))});
        process.stdout.write(edgePackage(${JSON.stringify(token)}).sourceCodeHash);`;
      const hashIn = (TZ: string, umask: number, cwd: string) =>
        spawnSync(process.execPath, ["-e", script, String(umask)], { cwd, env: { TZ }, encoding: "utf8" })
          .stdout;
      const hashes = [
        hashIn("UTC", 0o022, root),
        hashIn("America/New_York", 0o077, folder),
        hashIn("Pacific/Kiritimati", 0, "/"),
        hashIn("Asia/Kathmandu", 0o777, folder),
      ];
      expect(hashes).toEqual(hashes.map(() => lambda["source_code_hash"]));
    });
  });

  test("has plain files of 1980 that all may read, as Python sees it", () => {
    inFolder((folder) => {
      const zip = join(folder, "one.zip");
      writeFileSync(zip, zipOf(token).bytes);
      const script =
        "import sys,zipfile\nfor i in zipfile.ZipFile(sys.argv[1]).infolist(): print(i.filename, i.date_time, oct(i.external_attr >> 16), i.create_system)";
      const { stdout, error } = spawnSync("python3", ["-c", script, zip], { encoding: "utf8" });
      if (error) return process.stderr.write("skipped: the zip as Python sees it, needs python3\n");
      const rest = "(1980, 1, 1, 0, 0, 0) 0o100644 3";
      return expect(stdout).toBe(`index.js ${rest}\n`);
    });
  });
});
