// The secret by which the server knows CloudFront, as a Terraform variable: its value comes from outside at each run.
import type { Construct } from "constructs";
import { type Secret, secretVariable } from "./secret-variable";

/** @returns the secret for the header, in the form that Nginx accepts */
export function originVerifySecret(scope: Construct, variable: string, header: string): Secret {
  return secretVariable(scope, variable, {
    description: `Value of ${header} that Nginx accepts: 32 hexadecimal digits (openssl rand -hex 16)`,
    precondition: {
      condition: `\${can(regex("^[0-9a-f]{32}$", var.${variable}))}`,
      errorMessage: `${variable} must have 32 hexadecimal digits, as "openssl rand -hex 16" makes them.`,
    },
  });
}
