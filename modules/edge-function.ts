// Edge functions in Terraform: Lambda@Edge functions in us-east-1 with their roles, and CloudFront Functions.
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { CloudfrontKeyValueStore } from "@cdktf/provider-aws/lib/cloudfront-key-value-store";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { EdgeEvent, EdgeFunction, Project } from "../config/project";
import { edgePackage, type FunctionPackage, type LambdaPackage } from "../functions";
import { EdgeFiles } from "./edge-files";
import { hashedName } from "./hashed-name";
import { terraformString } from "./terraform-string";

/** A published function on one event of a behavior. */
export type EdgeAssociation = LambdaAssociation | FunctionAssociation;

export interface LambdaAssociation {
  readonly event: EdgeEvent;
  /** ARN that ends in a version number; CloudFront takes neither $LATEST nor an alias. */
  readonly versionArn: string;
  /**
   * Whether the function sees the body of requests.
   * @default false
   */
  readonly includeBody?: boolean;
}

export interface FunctionAssociation {
  readonly event: EdgeEvent;
  readonly functionArn: string;
}

export interface EdgeFunctionsProps {
  readonly edge: Project["edge"];
  /** An AWS provider for us-east-1: CloudFront takes Lambda functions from nowhere else. */
  readonly provider: TerraformProvider;
  /** Folder that the files of custom handlers are relative to. */
  readonly root: string;
}

export interface EdgeFunctions {
  readonly associations: Readonly<Record<string, EdgeAssociation>>;
  /** ARNs of the stores that functions read secrets from, by the function's id. */
  readonly keyValueStores: Readonly<Record<string, string>>;
}

/** @returns an association for each id in the project's `edge` section */
export function edgeFunctions(scope: Construct, { edge, provider, root }: EdgeFunctionsProps): EdgeFunctions {
  // Also without functions, so that the zips of functions that are gone go too.
  EdgeFiles.of(scope);
  const associations: Record<string, EdgeAssociation> = {};
  const keyValueStores: Record<string, string> = {};
  for (const [id, edgeFunction] of Object.entries(edge)) {
    const made = edgePackage(edgeFunction, root);
    if (made.kind === "lambda") {
      const props = { edgeFunction, package: made, provider };
      associations[id] = new EdgeLambda(scope, `edge_${id}`, props).association;
      continue;
    }
    const { association, store } = new EdgeCode(scope, `edge_${id}`, { edgeFunction, package: made });
    associations[id] = association;
    if (store) keyValueStores[id] = store.arn;
  }
  return { associations, keyValueStores };
}

export interface EdgeCodeProps {
  readonly edgeFunction: EdgeFunction;
  readonly package: FunctionPackage;
}

/** A CloudFront Function, published. */
export class EdgeCode extends Construct {
  readonly association: FunctionAssociation;
  readonly store: CloudfrontKeyValueStore | null;

  constructor(scope: Construct, id: string, { edgeFunction, package: { code } }: EdgeCodeProps) {
    super(scope, id);
    const { id: ownId, handler, event, runtime } = edgeFunction;
    // Of handler and event, as for Lambda functions: new code is a new stage of the same function.
    const name = hashedName(this, `edge-${ownId}`, { handler, event, runtime });
    // The key with the secret is put in by hand: what Terraform puts in stands in its state.
    this.store =
      handler === "origin-signature"
        ? new CloudfrontKeyValueStore(this, "store", {
            name: hashedName(this, `edge-${ownId}-store`, { handler }),
            lifecycle: { createBeforeDestroy: true },
          })
        : null;
    const made = new CloudfrontFunction(this, "Resource", {
      name,
      runtime,
      code: terraformString(code),
      publish: true,
      comment: `Runs inside CloudFront on ${event}: ${handler}.`,
      ...(this.store ? { keyValueStoreAssociations: [this.store.arn] } : {}),
      lifecycle: { createBeforeDestroy: true },
    });
    this.association = { event, functionArn: made.arn };
  }
}

export interface EdgeLambdaProps {
  readonly edgeFunction: EdgeFunction;
  readonly package: LambdaPackage;
  /** An AWS provider for us-east-1. */
  readonly provider: TerraformProvider;
}

/** A Lambda@Edge function: code in us-east-1, the role that it runs as, a numbered version. */
export class EdgeLambda extends Construct {
  readonly association: LambdaAssociation;

  constructor(scope: Construct, id: string, props: EdgeLambdaProps) {
    super(scope, id);
    const { id: ownId, handler, event, runtime, memoryMb, timeoutSeconds, includeBody } = props.edgeFunction;
    const { bytes, hash, sourceCodeHash, entry } = props.package;
    // Not of the code: that changes in place, as a new version. A function by a new name would strand the old one at
    // every change, and the way back to former code would meet its name.
    const functionName = hashedName(this, `edge-${ownId}`, { handler, event });
    const lambda = new LambdaFunction(this, "Resource", {
      provider: props.provider,
      functionName,
      description: `Runs inside CloudFront on ${event}: ${handler}.`,
      role: this.role(functionName).arn,
      filename: EdgeFiles.of(this).add(`${ownId}-${hash}.zip`, bytes),
      sourceCodeHash,
      handler: entry,
      runtime,
      // Lambda@Edge takes no arm64 (reference edge.md §2.4).
      architectures: ["x86_64"],
      memorySize: memoryMb,
      timeout: timeoutSeconds,
      publish: true,
      // AWS refuses to delete a function for hours after its last use: CloudFront removes the replicas first.
      // Terraform would fail and leave the stack half destroyed, so it forgets the function instead.
      skipDestroy: true,
      lifecycle: { createBeforeDestroy: true },
    });
    this.association = { event, versionArn: lambda.qualifiedArn, includeBody };
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
