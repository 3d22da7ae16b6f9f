// The zip of the example edge-auth is the one that real Terraform packs, and the one that the build makes anew.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { synth } from "../../../modules";
import { exampleProjects } from "../../example-projects";
import { findAwsProvider, offlineOverride } from "../../terraform/aws-provider";
import { terraformOk, writeJson } from "../../terraform/terraform";

const provider = findAwsProvider();
const project = exampleProjects.find(({ name }) => name === "edge-auth")!.projects[0]!;
const title = provider
  ? `AWS provider ${provider.version}`
  : "AWS provider (skipped: needs terraform and a provider 5.100 or 6.25+, from a mirror or the registry)";

(provider ? test : test.skip)(
  `the planned hash is that of the file, by Terraform's own reckoning, with ${title}`,
  () => {
    const outdir = mkdtempSync(join(tmpdir(), "httpsmith-edge-"));
    try {
      const { target, cliConfig } = provider!;
      synth([{ ...project, terraform: { ...project.terraform, awsProvider: target } }], outdir);
      const stack = join(outdir, "stacks", project.stack);
      writeJson(stack, "offline_override.tf.json", offlineOverride());
      // Terraform reads the zip itself.
      writeJson(stack, "hash.tf.json", {
        output: { zip_hash: { value: "${filebase64sha256(aws_lambda_function.edge_token.filename)}" } },
      });
      terraformOk(stack, ["init"], cliConfig);
      terraformOk(stack, ["plan", "-input=false", "-out=plan"], cliConfig);
      const { planned_values } = JSON.parse(terraformOk(stack, ["show", "-json", "plan"], cliConfig));
      const { outputs, root_module } = planned_values;
      const planned = root_module.resources.find(
        ({ type }: { type: string }) => type === "aws_lambda_function",
      );
      expect(planned.values.source_code_hash).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      expect(outputs.zip_hash.value).toBe(planned.values.source_code_hash);
    } finally {
      rmSync(outdir, { recursive: true, force: true });
      rmSync(dirname(provider!.cliConfig), { recursive: true, force: true });
    }
  },
);
