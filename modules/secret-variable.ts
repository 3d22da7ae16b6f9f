// A value that stands in no file: a sensitive Terraform variable, given to Terraform by its environment.
import { type Precondition, TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";

export interface Secret {
  /** Name of the variable. */
  readonly variable: string;
  /** A reference to the value. */
  readonly value: string;
  /** What uses the value has to check it: where a variable checks itself, Terraform prints what it was given. */
  readonly precondition: Precondition;
}

export interface SecretVariableProps {
  /** @default "A secret of at least 16 characters" */
  readonly description?: string;
  /**
   * What the value must be.
   * @default at least 16 characters, so that an empty variable of a pipeline does not become a secret
   */
  readonly precondition?: Precondition;
}

/**
 * Declares the variable when first asked. It has no default, so Terraform does nothing without a value
 * (`TF_VAR_<name>`), and it is sensitive, so no plan shows it. State and saved plans hold it in clear.
 */
export function secretVariable(scope: Construct, name: string, props: SecretVariableProps = {}): Secret {
  const stack = TerraformStack.of(scope);
  // In a scope of its own, because a variable may have the name of a construct.
  const id = "variables";
  const variables = (stack.node.tryFindChild(id) as Construct | undefined) ?? new Construct(stack, id);
  const existing = variables.node.tryFindChild(name) as TerraformVariable | undefined;
  const { description = "A secret of at least 16 characters" } = props;
  const variable = existing ?? declare(variables, name, `${description}, given as TF_VAR_${name}.`);
  return {
    variable: name,
    value: variable.stringValue,
    precondition: props.precondition ?? {
      condition: `\${length(var.${name}) >= 16}`,
      errorMessage: `${name} must have at least 16 characters.`,
    },
  };
}

function declare(scope: Construct, name: string, description: string): TerraformVariable {
  const variable = new TerraformVariable(scope, name, {
    type: "string",
    description,
    sensitive: true,
    nullable: false,
  });
  variable.overrideLogicalId(name);
  return variable;
}
