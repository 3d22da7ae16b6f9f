// Finds a real AWS provider for terraform, and the settings with which it plans without AWS.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type AwsProviderTarget, providerVersions } from "../../modules";
import { hasTerraform, terraform, writeJson } from "./terraform";

export interface AwsProviderFound {
  /** What the config has to set `terraform.awsProvider` to. */
  readonly target: AwsProviderTarget;
  readonly version: string;
  /** Path of a Terraform CLI configuration that leads to it. */
  readonly cliConfig: string;
}

const platform = `${process.platform}_${process.arch === "x64" ? "amd64" : process.arch}`;
const treeName = "registry.terraform.io";

// Terraform's implied mirror directories, then whatever lies below the usual prefixes.
const roots = [
  join(homedir(), ".terraform.d/plugins"),
  join(homedir(), ".local/share/terraform/plugins"),
  "/usr/local/share/terraform/plugins",
  "/usr/share/terraform/plugins",
  "/opt",
  "/usr/local",
  "/usr/share",
  homedir(),
];
const deepest = 4;

/**
 * The caller removes the folder of `cliConfig`.
 * @returns a provider from a mirror on this machine, else from the registry; null where neither has one
 */
export function findAwsProvider(): AwsProviderFound | null {
  if (!hasTerraform) return null;
  const found = roots.flatMap((root) => mirrors(root, 0)).flatMap(versionsIn);
  const newest = found.sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }))[0];
  if (newest === undefined) return fromRegistry();
  const { target, version, mirror } = newest;
  const installation = `filesystem_mirror { path = ${JSON.stringify(mirror)} }`;
  return { target, version, cliConfig: cliConfigFile(`provider_installation { ${installation} }\n`) };
}

/** Provider arguments with which nothing is asked of AWS, for an override file beside cdk.tf.json. */
export function offlineOverride(): object {
  const offline = {
    access_key: "none",
    secret_key: "none",
    skip_credentials_validation: true,
    skip_requesting_account_id: true,
    skip_metadata_api_check: true,
  };
  return {
    terraform: { backend: { local: { path: "terraform.tfstate" } } },
    provider: { aws: [offline, { alias: "us_east_1", ...offline }] },
  };
}

function mirrors(folder: string, depth: number): string[] {
  if (existsSync(join(folder, treeName, "hashicorp/aws"))) return [folder];
  if (depth === deepest) return [];
  return foldersIn(folder).flatMap((name) => mirrors(join(folder, name), depth + 1));
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function versionsIn(mirror: string) {
  const tree = join(mirror, treeName, "hashicorp/aws");
  const unpacked = foldersIn(tree).filter((version) => existsSync(join(tree, version, platform)));
  const zip = new RegExp(`_([\\d.]+)_${platform}\\.zip$`);
  const packed = readdirSync(tree).flatMap((file) => file.match(zip)?.[1] ?? []);
  return [...unpacked, ...packed].flatMap((version) => {
    const target = targetOf(version);
    return target ? [{ target, version, mirror }] : [];
  });
}

function targetOf(version: string): AwsProviderTarget | null {
  if (version.startsWith("5.100.")) return "5.100";
  const [major, minor] = version.split(".").map(Number);
  return major === 6 && minor! >= 25 ? "6" : null;
}

function cliConfigFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "httpsmith-terraform-")), "terraformrc");
  writeFileSync(file, text);
  return file;
}

// The download is kept between runs.
function fromRegistry(): AwsProviderFound | null {
  const cache = join(tmpdir(), "httpsmith-terraform-plugins");
  mkdirSync(cache, { recursive: true });
  const cliConfig = cliConfigFile(`plugin_cache_dir = ${JSON.stringify(cache)}\n`);
  const folder = dirname(cliConfig);
  const aws = { source: "hashicorp/aws", version: providerVersions["6"] };
  writeJson(folder, "main.tf.json", { terraform: { required_providers: { aws } } });
  const { status, stdout } = terraform(folder, ["init", "-backend=false"], cliConfig);
  const version = stdout.match(/hashicorp\/aws v([\d.]+)/)?.[1];
  if (status === 0 && version) return { target: "6", version, cliConfig };
  rmSync(folder, { recursive: true, force: true });
  return null;
}
