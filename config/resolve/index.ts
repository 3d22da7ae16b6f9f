// Config → Project: everything calculated, frozen, for one environment. Runs only on a config without errors.

import type { Config } from "../../schemas/config";
import type { Outputs } from "../outputs";
import type { Project, SigningKey, Terraform } from "../project";
import { resolveBuckets } from "./buckets";
import { resolveDeploy } from "./deploy";
import { resolveDistributions } from "./distributions";
import { resolveDjango } from "./django";
import { resolveEdge } from "./edge";
import { resolveFrontend } from "./frontend";
import { pendingFacts } from "./pending";
import { resolveServer } from "./server";
import { resolveSigner, resolveStorage } from "./signed-files";

export interface ResolveInput {
  readonly config: Config;
  readonly environment: string | null;
  readonly outputs: Outputs;
  readText(path: string): string | null;
}

export function stackName(name: string, environment: string | null): string {
  return environment === null ? name : `${name}-${environment}`;
}

export function resolveProject(input: ResolveInput): Project {
  const { config, environment, outputs } = input;
  const server = config.server ? resolveServer(config, config.server) : null;
  const distributions = resolveDistributions(config, outputs);
  const site = config.frontend ? (distributions[config.frontend.distribution] ?? null) : null;
  const frontend = config.frontend && server && site ? resolveFrontend(config.frontend, server, site) : null;
  const signingKeys = config.signingKeys.map((key) => resolveSigningKey(key, input));
  const signedFiles = { config, distributions, signingKeys };
  const storage = resolveStorage(signedFiles);
  const project: Omit<Project, "pending"> = {
    name: config.name,
    environment,
    stack: stackName(config.name, environment),
    region: config.region,
    server,
    buckets: resolveBuckets(config, input.readText),
    distributions,
    django:
      config.django && server ? resolveDjango(config.django, { server, frontend, site, storage }) : null,
    frontend,
    signer: resolveSigner(signedFiles),
    signingKeys,
    edge: resolveEdge(config, input.readText),
    deploy: resolveDeploy(config),
    terraform: resolveTerraform(config, environment),
    tags: { ...config.tags },
  };
  return freeze({ ...project, pending: pendingFacts(project) });
}

function resolveSigningKey(
  key: Config["signingKeys"][number],
  { outputs, readText }: ResolveInput,
): SigningKey {
  const { parsePublicKey } = require("../../signing/keys") as typeof import("../../signing/keys");
  const parsed = parsePublicKey(readText(key.publicKeyFile) ?? "");
  if (!parsed.ok) throw new Error(`signing key ${key.id} passed the rules and does not parse`);
  return { ...key, publicKeyPem: parsed.value.pem, keyId: outputs[`signing_key_${key.id}_id`] ?? null };
}

function resolveTerraform({ terraform }: Config, environment: string | null): Terraform {
  return { awsProvider: terraform.awsProvider, backend: resolveBackend(terraform.backend, environment) };
}

function resolveBackend(
  backend: Config["terraform"]["backend"],
  environment: string | null,
): Terraform["backend"] {
  if (backend?.s3) {
    const key = environment === null ? backend.s3.key : backend.s3.key.replace(/[^/]*$/, `${environment}/$&`);
    return { kind: "s3", ...backend.s3, key };
  }
  if (!backend?.cloud) return { kind: "local" };
  const { organization, workspace } = backend.cloud;
  return { kind: "cloud", organization, workspace: stackName(workspace, environment) };
}

function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
