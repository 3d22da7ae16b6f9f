// Edge functions as a config writes them, through the whole way: checked, resolved, packed.
import { loadProjects } from "../../config/load";
import type { EdgeFunction } from "../../config/project";
import { type EdgePackage, edgePackage, type FunctionPackage, type LambdaPackage } from "../../functions";

/** What stands in a config under an id of `edge`. */
export type Written = Readonly<Record<string, unknown>>;

/** @param files texts beside the config, such as a JWK set */
export function resolved(written: Written, files: Readonly<Record<string, string>> = {}): EdgeFunction {
  const config = {
    name: "edges",
    region: "eu-west-1",
    server: {
      host: { kind: "domain", name: "api.example.com" },
      securityGroupId: "sg-0a1b2c3d4e5f67890",
      acme: { email: "ops@example.com" },
    },
    distributions: { site: { behaviors: [{ path: "*", origin: { server: true }, edge: ["x"] }] } },
    edge: { x: written },
  };
  const { projects, problems } = loadProjects({
    file: "httpsmith.json",
    text: JSON.stringify(config),
    files: { readText: (path) => files[path] ?? null },
    today: "2026-11-15",
  });
  const edgeFunction = projects[0]?.edge["x"];
  if (edgeFunction) return edgeFunction;
  throw new Error(JSON.stringify(problems));
}

export function packed(written: Written, files?: Readonly<Record<string, string>>): EdgePackage {
  return edgePackage(resolved(written, files));
}

export function zip(written: Written, files?: Readonly<Record<string, string>>): Uint8Array {
  return (packed(written, files) as LambdaPackage).bytes;
}

export function code(written: Written): string {
  return (packed(written) as FunctionPackage).code;
}
