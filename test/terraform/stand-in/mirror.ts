// Puts the stand-in where terraform finds providers, and deploys projects with the real terraform command against it.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import type { Project } from "../../../config/project";
import { synth } from "../../../modules";
import { bindingsSchema } from "../bindings-schema";
import type { ProviderSchema } from "../provider-schema";
import { secretsFor } from "../terraform";
import type { Call } from "./cloud";

/** The version that the schema is of. */
export const standInVersion = "6.25.0";
const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;

/** Terraform with the stand-in as its AWS provider, in a temporary folder. */
export class StandIn {
  readonly folder = mkdtempSync(join(tmpdir(), "httpsmith-stand-in-"));
  /** For every command that runs terraform; the cloud is the folder's own unless told otherwise. */
  readonly env: Readonly<Record<string, string>>;

  constructor(schema: ProviderSchema = bindingsSchema()) {
    const program = join(this.folder, "stand-in.js");
    buildSync({
      entryPoints: [join(__dirname, "main.ts")],
      bundle: true,
      platform: "node",
      outfile: program,
      logLevel: "error",
    });
    const schemaFile = join(this.folder, "schema.json");
    writeFileSync(schemaFile, JSON.stringify(schema));
    const mirror = join(this.folder, "mirror");
    const place = join(mirror, "registry.terraform.io/hashicorp/aws", standInVersion, platform);
    mkdirSync(place, { recursive: true });
    const command = [process.execPath, program, schemaFile].map((word) => `'${word}'`).join(" ");
    writeFileSync(
      join(place, `terraform-provider-aws_v${standInVersion}`),
      `#!/bin/sh\nexec ${command} "$STAND_IN_CLOUD"\n`,
      { mode: 0o755 },
    );
    const cliConfig = join(this.folder, "terraformrc");
    writeFileSync(
      cliConfig,
      `provider_installation { filesystem_mirror { path = ${JSON.stringify(mirror)} } }\n`,
    );
    const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
    this.env = {
      ...(rest as Record<string, string>),
      TF_CLI_CONFIG_FILE: cliConfig,
      // The stand-in speaks no TLS to the terraform that started it.
      TF_DISABLE_PLUGIN_TLS: "1",
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      // The cdktf command locks providers, which terraform otherwise does from the registry alone.
      TF_CLI_ARGS_providers_lock: `-fs-mirror=${mirror}`,
      STAND_IN_CLOUD: join(this.folder, "cloud"),
    };
  }

  deployment(name: string): Deployment {
    return new Deployment(join(this.folder, name), this.env);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One stack with its state and a cloud of its own. */
export class Deployment {
  readonly env: Readonly<Record<string, string>>;
  private initialized = false;
  stack = "";

  constructor(
    readonly folder: string,
    env: Readonly<Record<string, string>>,
  ) {
    this.env = { ...env, STAND_IN_CLOUD: join(folder, "cloud") };
  }

  /** Writes the project's Terraform, changed by `damage`. Its state is a local file. */
  synthesize(project: Project, damage: (json: Json) => void = () => {}): this {
    synth([project], join(this.folder, "cdktf.out"));
    this.stack = join(this.folder, "cdktf.out/stacks", project.stack);
    const file = join(this.stack, "cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8"));
    json.terraform.backend = { local: { path: "../../../terraform.tfstate" } };
    delete json.terraform.cloud;
    damage(json);
    writeFileSync(file, JSON.stringify(json, null, 2));
    return this;
  }

  init(): this {
    if (!this.initialized) this.ok("init", "-input=false");
    this.initialized = true;
    return this;
  }

  /** Plans and applies. @returns what the cloud was asked to do, in order */
  apply(): Call[] {
    this.init();
    const before = this.calls().length;
    this.ok("apply", "-input=false", "-auto-approve");
    return this.calls().slice(before);
  }

  destroy(): Call[] {
    const before = this.calls().length;
    this.ok("destroy", "-input=false", "-auto-approve");
    return this.calls().slice(before);
  }

  /** @returns what Terraform would still change, nothing for an applied stack */
  pending(): string {
    const { status, stdout, stderr } = this.terraform("plan", "-input=false", "-detailed-exitcode");
    return status === 0 ? "" : `${stdout}${stderr}`;
  }

  calls(): Call[] {
    const log = join(this.env["STAND_IN_CLOUD"]!, "calls.jsonl");
    if (!existsSync(log)) return [];
    return readFileSync(log, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  }

  terraform(...args: string[]): SpawnSyncReturns<string> {
    return spawnSync("terraform", args, {
      cwd: this.stack,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...this.env, ...secretsFor(this.stack), TF_CLI_ARGS: "-no-color" },
    });
  }

  /** @returns what it printed; a failure is an error that says so */
  ok(...args: string[]): string {
    const { status, stdout, stderr } = this.terraform(...args);
    if (status === 0) return stdout;
    throw new Error(`terraform ${args.join(" ")} ended with ${status}:\n${stderr || stdout}`);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: what Terraform JSON holds has no type here
type Json = any;
