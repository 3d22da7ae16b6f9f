// The real terraform with the real AWS provider: init, validate and plan of synthesized stacks, without AWS.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Project } from "../../../config/project";
import { synth } from "../../../modules";
import { exampleProjects } from "../../example-projects";
import { everything } from "../../modules/everything";
import type { Block } from "../../modules/synthesized";
import { hostile, variants } from "../../modules/variants";
import { originHttps } from "../../projects";
import { findAwsProvider, offlineOverride } from "../../terraform/aws-provider";
import { secretsFor, terraform, terraformOk, writeJson } from "../../terraform/terraform";

const provider = findAwsProvider();
const realTest = provider ? test : test.skip;
const using = provider
  ? `AWS provider ${provider.version}`
  : "needs terraform and an AWS provider 5.100 or 6.25+, from a mirror or the registry";

// Jest prints nothing about a file whose tests are all skipped.
if (!provider) process.stderr.write(`skipped: ${__filename} ${using}\n`);

const hostileProject: Project = {
  ...variants["hostile text, S3 backend, environment"],
  server: variants["server behind the distribution, open to CloudFront alone"].server,
};

let outdir = "";
let initialized = "";

/** @returns the folder of a stack, ready for terraform with one init for all */
function prepared(project: Project): string {
  const stack = join(outdir, "stacks", project.stack);
  const { target, cliConfig } = provider!;
  synth([{ ...project, terraform: { ...project.terraform, awsProvider: target } }], outdir);
  writeJson(stack, "offline_override.tf.json", offlineOverride());
  if (initialized === "") {
    initialized = mkdtempSync(join(tmpdir(), "httpsmith-terraform-"));
    process.env["TF_DATA_DIR"] = join(initialized, "data");
    terraformOk(stack, ["init"], cliConfig);
    copyFileSync(join(stack, ".terraform.lock.hcl"), join(initialized, ".terraform.lock.hcl"));
  }
  copyFileSync(join(initialized, ".terraform.lock.hcl"), join(stack, ".terraform.lock.hcl"));
  return stack;
}

const plan = (stack: string, ...options: string[]) =>
  terraformOk(stack, ["plan", "-input=false", "-no-color", ...options], provider!.cliConfig);
const planWithSecrets = (stack: string) => {
  const secrets = Object.entries(secretsFor(stack)).map(([name, value]) => `-var=${name.slice(7)}=${value}`);
  return plan(stack, ...secrets);
};

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), "httpsmith-terraform-"));
});

afterAll(() => {
  delete process.env["TF_DATA_DIR"];
  const folders = [outdir, initialized, provider ? dirname(provider.cliConfig) : ""];
  for (const folder of folders.filter(Boolean)) rmSync(folder, { recursive: true, force: true });
});

const examples = exampleProjects.flatMap(({ projects }) => projects);

realTest.each(examples.map((project) => [project.stack, project] as const))(
  `the example %s is valid and planned (${using})`,
  (_, project) => {
    expect(planWithSecrets(prepared(project))).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  },
);

realTest(
  "every setting together is planned, in one apply: certificate, records, keys, website, server, edge",
  () => {
    expect(plan(prepared(everything), "-var=origin_verify=0123456789abcdef")).toMatch(
      /Plan: \d+ to add, 0 to change, 0 to destroy\./,
    );
  },
);

describe("the same-origin example", () => {
  const secret = "0a".repeat(16);
  const planned = (value?: string) => {
    const stack = prepared(originHttps);
    if (value !== undefined) process.env["TF_VAR_origin_verify_secret"] = value;
    return terraform(stack, ["plan", "-input=false", "-no-color"], provider!.cliConfig);
  };
  afterEach(() => {
    delete process.env["TF_VAR_origin_verify_secret"];
  });

  realTest("is planned, and the plan does not show the secret", () => {
    const { status, stdout, stderr } = planned(secret);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
    expect(stdout).not.toContain(secret);
  });

  realTest("is refused without the secret, and with what Nginx would not take", () => {
    expect(planned()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("No value for required variable"),
    });
    const short = planned("0a0a");
    expect(short).toMatchObject({ status: 1, stderr: expect.stringContaining("32 hexadecimal digits") });
    expect(short.stderr).not.toContain("0a0a");
  });
});

realTest("a secret header is in no plan that Terraform prints, and an empty one is refused", () => {
  const stack = prepared({
    ...variants["hosts with every setting, secret headers, failover"],
    stack: "secret",
  });
  const secret = "planted-secret-value";
  expect(plan(stack, `-var=origin_verify=${secret}`)).not.toContain(secret);
  const { status, stderr } = terraform(
    stack,
    ["plan", "-input=false", "-no-color", "-var=origin_verify="],
    provider!.cliConfig,
  );
  expect(status).toBe(1);
  expect(stderr).toContain("must have at least 16 characters");
});

realTest("what has to be looked up in AWS is valid", () => {
  expect(
    terraformOk(prepared(variants["prefix list looked up"]), ["validate", "-no-color"], provider!.cliConfig),
  ).toContain("The configuration is valid");
});

describe("of a distribution that exists", () => {
  let planned: Block;

  beforeAll(() => {
    if (!provider) return;
    const stack = prepared(hostileProject);
    writeJson(stack, "terraform.tfstate", signedState(stack));
    plan(stack, "-refresh=false", "-out=plan");
    const { planned_values } = JSON.parse(terraformOk(stack, ["show", "-json", "plan"], provider.cliConfig));
    planned = planned_values.root_module.resources.find(
      ({ type }: Block) => type === "aws_cloudfront_distribution",
    ).values;
  });

  realTest("hostile text arrives unchanged in comment and tags", () => {
    expect(planned.comment).toBe(hostile);
    expect(planned.tags_all).toEqual({ team: hostile, "Cost${var.x}Center": "web" });
  });

  realTest("the default behavior loses its key group once `signed` is out of the config", () => {
    expect(planned.default_cache_behavior[0].trusted_key_groups).toEqual([]);
  });
});

realTest("the provider refuses what the table of its version says it does not know", () => {
  if (provider!.target === "6") return;
  const stack = prepared({ ...variants["certificate by ARN, policies of 2025"], stack: "newer" });
  const json = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  json.resource.aws_cloudfront_distribution.distribution_site.viewer_certificate.minimum_protocol_version =
    "TLSv1.2_2025";
  writeJson(stack, "cdk.tf.json", json);
  const { status, stderr } = terraform(stack, ["validate", "-no-color"], provider!.cliConfig);
  expect(status).toBe(1);
  expect(stderr).toContain("minimum_protocol_version");
});

// The distribution as if deployed, with a key group on its default behavior.
function signedState(stack: string): object {
  const { resource } = JSON.parse(readFileSync(join(stack, "cdk.tf.json"), "utf8"));
  const behavior = resource.aws_cloudfront_distribution.distribution_site.default_cache_behavior;
  const signed = {
    ...behavior,
    function_association: [],
    response_headers_policy_id: "",
    trusted_key_groups: ["old-group"],
  };
  const attributes = {
    id: "E1",
    arn: "arn:aws:cloudfront::1:distribution/E1",
    enabled: true,
    staging: false,
    default_cache_behavior: [signed],
  };
  const made = {
    mode: "managed",
    type: "aws_cloudfront_distribution",
    name: "distribution_site",
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [{ schema_version: 1, attributes }],
  };
  return {
    version: 4,
    terraform_version: "1.11.0",
    serial: 1,
    lineage: "test",
    outputs: {},
    resources: [made],
  };
}
