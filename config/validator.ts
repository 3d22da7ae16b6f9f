// The compiled validators of the schemas. The build replaces this module by Ajv's standalone code (scripts/build.js).
import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import outputsSchema from "../schemas/outputs.schema.json";
import projectSchema from "../schemas/project.schema.json";
import options from "./ajv-options.json";

export type SchemaError = Pick<ErrorObject, "instancePath" | "keyword" | "params" | "propertyName">;

export const validateProject: Validator = compile(projectSchema);
export const validateOutputs: Validator = compile(outputsSchema);

export type Validator = ((value: unknown) => boolean) & { errors?: SchemaError[] | null };

function compile(schema: object): ValidateFunction {
  const ajv = new Ajv(options);
  addFormats(ajv);
  return ajv.compile(schema);
}
