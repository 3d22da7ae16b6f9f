// A Lambda@Edge function: code in us-east-1, the role that it runs as, and the version that behaviors refer to.
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { EdgeFunction, Project } from "../config/project";
import { EdgeFiles } from "./edge-files";
import { edgePackage } from "./edge-package";
import { hashedName } from "./hashed-name";

/** A published Lambda@Edge version on one event of a behavior. */
export interface EdgeAssociation {
  readonly event: "viewer-request" | "origin-request" | "origin-response" | "viewer-response";
  /** ARN that ends in a version number; CloudFront takes neither $LATEST nor an alias. */
  readonly versionArn: string;
}

export interface EdgeLambdaProps {
  readonly edgeFunction: EdgeFunction;
  /** An AWS provider for us-east-1: CloudFront takes functions from nowhere else. */
  readonly provider: TerraformProvider;
}

/** @returns an association for each id in the project's `edge` section */
export function edgeFunctions(
  scope: Construct,
  edge: Project["edge"],
  provider: TerraformProvider,
): Readonly<Record<string, EdgeAssociation>> {
  // Also without functions, so that the zips of functions that are gone go too.
  EdgeFiles.of(scope);
  const made = Object.entries(edge).map(([id, edgeFunction]) => {
    const { association } = new EdgeLambda(scope, `edge_${id}`, { edgeFunction, provider });
    return [id, association] as const;
  });
  return Object.fromEntries(made);
}

export class EdgeLambda extends Construct {
  readonly association: EdgeAssociation;

  constructor(scope: Construct, id: string, { edgeFunction, provider }: EdgeLambdaProps) {
    super(scope, id);
    const { id: ownId, handler, event } = edgeFunction;
    // Not of the code: that changes in place, as a new version. A function by a new name would strand the old one at
    // every change, and the way back to former code would meet its name.
    const functionName = hashedName(this, `edge-${ownId}`, { handler, event });
    const { bytes, hash, sourceCodeHash } = edgePackage(edgeFunction);
    const lambda = new LambdaFunction(this, "Resource", {
      provider,
      functionName,
      description: `Runs inside CloudFront on ${event}: ${handler}.`,
      role: this.role(functionName).arn,
      filename: EdgeFiles.of(this).add(`${ownId}-${hash}.zip`, bytes),
      sourceCodeHash,
      handler: "index.handler",
      // What Lambda@Edge takes: no arm64, and of viewer events no more than this (reference edge.md §0 #1, §2.4).
      runtime: "nodejs22.x",
      architectures: ["x86_64"],
      memorySize: 128,
      timeout: 5,
      publish: true,
      // AWS refuses to delete a function for hours after its last use: CloudFront removes the replicas first.
      // Terraform would fail and leave the stack half destroyed, so it forgets the function instead.
      skipDestroy: true,
      lifecycle: { createBeforeDestroy: true },
    });
    this.association = { event, versionArn: lambda.qualifiedArn };
  }

  private role(functionName: string): IamRole {
    const role = new IamRole(this, "role", {
      name: functionName,
      description: `Lets the Lambda@Edge function ${functionName} write its logs.`,
      assumeRolePolicy: trustPolicy(),
      lifecycle: { createBeforeDestroy: true },
    });
    new IamRolePolicy(this, "logs", { name: "logs", role: role.id, policy: logPolicy(functionName) });
    return role;
  }
}

function trustPolicy(): string {
  const services = ["lambda.amazonaws.com", "edgelambda.amazonaws.com"];
  const statement = { Effect: "Allow", Principal: { Service: services }, Action: "sts:AssumeRole" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

// Replicas log in the region where they run, under the name of the region that they come from. A role acts in its
// own account only, so the account may be any.
function logPolicy(functionName: string): string {
  const logGroup = `arn:aws:logs:*:*:log-group:/aws/lambda/us-east-1.${functionName}`;
  const statement = {
    Effect: "Allow",
    Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [logGroup, `${logGroup}:*`],
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
