// Lambda@Edge functions of a project. Their handlers come from edge/, which has none yet.
import type { Construct } from "constructs";
import type { Project } from "../config/project";

/** A published Lambda@Edge version on one event of a behavior. */
export interface EdgeAssociation {
  readonly event: "viewer-request" | "origin-request" | "origin-response" | "viewer-response";
  /** ARN that ends in a version number; CloudFront takes neither $LATEST nor an alias. */
  readonly versionArn: string;
}

/** @returns an association for each id in the project's `edge` section */
export function edgeFunctions(
  _scope: Construct,
  edge: Project["edge"],
): Readonly<Record<string, EdgeAssociation>> {
  const ids = Object.keys(edge);
  if (ids.length === 0) return {};
  throw new Error(`Edge functions cannot be built yet; got ${ids.join(", ")} in the section edge.`);
}
