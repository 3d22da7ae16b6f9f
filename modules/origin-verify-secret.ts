// The secret by which the server knows CloudFront, as a Terraform variable: its value comes from outside at each run.
import { type Precondition, type TerraformStack, TerraformVariable } from "cdktf";

export interface OriginVerifySecret {
  /** A reference to the value. */
  readonly value: string;
  /** What uses the value has to check it: where a variable checks itself, Terraform prints what it was given. */
  readonly precondition: Precondition;
}

/**
 * Declares the variable when first asked. It has no default, so Terraform does nothing without a value, and it is
 * sensitive, so no plan shows it. The state holds it, as CloudFront's own configuration does.
 */
export function originVerifySecret(stack: TerraformStack, id: string, header: string): OriginVerifySecret {
  const existing = stack.node.tryFindChild(id) as TerraformVariable | undefined;
  const variable =
    existing ??
    new TerraformVariable(stack, id, {
      type: "string",
      sensitive: true,
      nullable: false,
      description: `Value of ${header} that Nginx accepts: 32 hexadecimal digits (openssl rand -hex 16), given as TF_VAR_${id}.`,
    });
  return {
    value: variable.stringValue,
    precondition: {
      condition: `\${can(regex("^[0-9a-f]{32}$", var.${id}))}`,
      errorMessage: `${id} must have 32 hexadecimal digits, as "openssl rand -hex 16" makes them.`,
    },
  };
}
