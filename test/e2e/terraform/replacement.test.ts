// The real provider plans the same replacements as the stand-in, so what the stand-in shows of their order holds.
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { findAwsProvider, offlineOverride } from "../../terraform/aws-provider";
import { StandIn } from "../../terraform/stand-in/mirror";
import { secretsFor, terraformOk, writeJson } from "../../terraform/terraform";
import { changes, deployed } from "./graph-changes";

interface PlannedChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[]; readonly replace_paths?: readonly unknown[] };
}

const provider = findAwsProvider();
const title = provider
  ? `with AWS provider ${provider.version}`
  : "(skipped: needs terraform and an AWS provider 5.100 or 6.25+, from a mirror or the registry)";

(provider ? test : test.skip)(`replaces exactly what the stand-in replaces ${title}`, () => {
  const { cliConfig, target } = provider!;
  const standIn = new StandIn();
  try {
    const onTarget = { ...deployed, terraform: { ...deployed.terraform, awsProvider: target } };
    const changed = changes.reduce((project, [, change]) => change(project), onTarget);
    const deployment = standIn.deployment("replaced").synthesize(deployed);
    deployment.apply();
    deployment.synthesize({ ...changed, terraform: deployed.terraform });
    deployment.ok("plan", "-input=false", "-out=standin.plan");
    const expected = replacements(deployment.ok("show", "-json", "standin.plan"));

    deployment.synthesize(changed);
    const { stack, folder } = deployment;
    writeJson(stack, "offline_override.tf.json", offlineOverride());
    for (const name of [".terraform", ".terraform.lock.hcl"]) rmSync(join(stack, name), { recursive: true });
    terraformOk(stack, ["init", "-input=false"], cliConfig);
    const versions = schemaVersions(terraformOk(stack, ["providers", "schema", "-json"], cliConfig));
    writeJson(stack, "terraform.tfstate", asIfMadeBy(versions, join(folder, "terraform.tfstate")));
    Object.assign(process.env, secretsFor(stack));
    terraformOk(stack, ["plan", "-input=false", "-refresh=false", "-out=real.plan"], cliConfig);
    expect(replacements(terraformOk(stack, ["show", "-json", "real.plan"], cliConfig))).toEqual(expected);
  } finally {
    standIn.remove();
    rmSync(dirname(cliConfig), { recursive: true });
  }
});

function replacements(plan: string): string[] {
  const { resource_changes } = JSON.parse(plan) as { resource_changes: readonly PlannedChange[] };
  return resource_changes
    .filter(({ change }) => change.actions.some((action) => action === "create" || action === "delete"))
    .map(
      ({ address, change }) =>
        `${change.actions.join(" and ")} ${address} ${JSON.stringify(change.replace_paths ?? [])}`,
    )
    .sort();
}

function schemaVersions(schemas: string): Map<string, number> {
  const [provider] = Object.values<{ resource_schemas: Record<string, { version: number }> }>(
    JSON.parse(schemas).provider_schemas,
  );
  return new Map(Object.entries(provider!.resource_schemas).map(([type, { version }]) => [type, version]));
}

// Defaults, which the schema does not tell and the stand-in therefore left out; the real provider replaces without them.
const defaults: Readonly<Record<string, object>> = {
  aws_cloudfront_distribution: { staging: false },
  aws_iam_role: { path: "/" },
};

/** @returns the state of the stand-in as the real provider expects it */
function asIfMadeBy(versions: ReadonlyMap<string, number>, file: string): object {
  const state = JSON.parse(readFileSync(file, "utf8"));
  for (const { type, instances } of state.resources)
    for (const instance of instances) {
      instance.schema_version = versions.get(type);
      Object.assign(instance.attributes, defaults[type]);
    }
  return state;
}
