// Each silent defect of CDKTF that the guarded stack turns into an error.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App, LocalBackend, TerraformOutput, Token } from "cdktf";
import { GuardedStack } from "../../modules";
import { inFolder } from "./synthesized";

interface Settings {
  readonly provider?: "declared" | "absent";
  readonly backend?: "declared" | "absent";
  readonly hclOutput?: boolean;
}

function guarded(build: (stack: GuardedStack) => void, settings: Settings = {}): () => void {
  return () =>
    inFolder((outdir) => {
      const app = new App({ outdir, stackTraces: false, hclOutput: settings.hclOutput ?? false });
      const stack = new GuardedStack(app, "guarded");
      if (settings.backend !== "absent") new LocalBackend(stack, { path: "a.tfstate" });
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
      build(stack);
      app.synth();
    });
}

const bucket = (stack: GuardedStack, id: string) => new S3Bucket(stack, id, { bucket: id });

test("a stack without defects passes", () => {
  expect(guarded((stack) => bucket(stack, "a-b_C1"))).not.toThrow();
});

test("rejects two resources with one address: CDKTF keeps the last", () => {
  const same = guarded((stack) => {
    bucket(stack, "one").overrideLogicalId("same");
    bucket(stack, "two").overrideLogicalId("same");
  });
  expect(same).toThrow("guarded/two and guarded/one are both aws_s3_bucket.same");
});

test("rejects paths that meet at one address", () => {
  const nested = guarded((stack) => {
    new S3Bucket(bucket(stack, "a"), "b", { bucket: "b" });
    bucket(stack, "a_b");
  });
  expect(nested).toThrow("are both aws_s3_bucket.a_b");
});

test("takes one id for a resource, an output and a data source, which have addresses of their own", () => {
  const shared = guarded((stack) => {
    const { arn } = bucket(stack, "same");
    new TerraformOutput(stack, "output", { value: arn }).overrideLogicalId("same");
  });
  expect(shared).not.toThrow();
});

test("rejects ids that differ only in characters that Terraform does not take: CDKTF would strip them", () => {
  const alike = guarded((stack) => {
    bucket(stack, "a.b");
    bucket(stack, "a b");
  });
  expect(alike).toThrow("guarded/a b and guarded/a.b are both aws_s3_bucket.a-b");
});

test.each(["1x", "ä"])("rejects the id %j, of which no Terraform identifier can be made", (id) => {
  expect(guarded((stack) => bucket(stack, id))).toThrow("which Terraform does not take");
});

test("takes references from one stack to another, whose ids CDKTF makes up", () => {
  inFolder((outdir) => {
    const app = new App({ outdir, stackTraces: false });
    const [one, two] = ["one", "two"].map((id) => {
      const stack = new GuardedStack(app, id);
      new LocalBackend(stack, { path: `${id}.tfstate` });
      new AwsProvider(stack, "aws", { region: "eu-west-1" });
      return stack;
    });
    new TerraformOutput(two!, "arn", { value: bucket(one!, "content").arn });
    app.synth();
    const read = (id: string) => readFileSync(join(outdir, "stacks", id, "cdk.tf.json"), "utf8");
    const output = Object.keys(JSON.parse(read("one")).output)[0]!;
    expect(JSON.parse(read("two")).output.arn.value).toMatch(new RegExp(`\\.outputs\\.${output}\\}$`));
  });
});

test("rejects a second default provider", () => {
  expect(guarded((stack) => new AwsProvider(stack, "aws2", { region: "eu-west-2" }))).toThrow(
    "are both provider.aws.(default)",
  );
});

test("takes further providers with an alias", () => {
  expect(guarded((stack) => new AwsProvider(stack, "aws2", { alias: "b" }))).not.toThrow();
});

test("rejects a number token that was glued to text", () => {
  const glued = guarded((stack) => {
    const number = Token.asNumber("${aws_s3_bucket.a.size}");
    new TerraformOutput(stack, "size", { value: "v." + number });
  });
  expect(glued).toThrow(/A token was lost: the output holds -8\.1\d+e\+298/);
});

test("rejects a token of a list of numbers that was glued to text", () => {
  const glued = guarded((stack) => {
    const [first] = Token.asNumberList("${aws_s3_bucket.a.sizes}");
    new TerraformOutput(stack, "size", { value: "v." + first });
  });
  expect(glued).toThrow(/A token was lost: the output holds -1\.8\d+e\+289/);
});

test("takes text that only looks like a number token", () => {
  expect(guarded((stack) => new TerraformOutput(stack, "size", { value: "1.5e+298" }))).not.toThrow();
});

test("rejects a stack without backend: CDKTF would write the working directory into it", () => {
  expect(guarded(() => {}, { backend: "absent" })).toThrow("declares no backend");
});

test("rejects HCL output, which changes multi-line strings", () => {
  process.env["SYNTH_HCL_OUTPUT"] = "true";
  try {
    expect(guarded(() => {}, { hclOutput: true })).toThrow("Terraform JSON is the only output");
  } finally {
    delete process.env["SYNTH_HCL_OUTPUT"];
  }
});
