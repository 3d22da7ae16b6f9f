// The messages of Terraform's plugin protocol 5 that the stand-in speaks, written down from the public protocol.
// Only field names and numbers matter on the wire; what the stand-in never reads or sends is left out.
import type { ServiceDefinition } from "@grpc/grpc-js";
import { fromJSON } from "@grpc/proto-loader";

type Fields = Readonly<Record<string, readonly [type: string, number: number, rule?: "repeated" | "map"]>>;

const diagnostics = (number: number): Fields => ({ diagnostics: ["Diagnostic", number, "repeated"] });

const messages: Readonly<Record<string, Fields>> = {
  Empty: {},
  DynamicValue: { msgpack: ["bytes", 1], json: ["bytes", 2] },
  Diagnostic: {
    severity: ["int32", 1],
    summary: ["string", 2],
    detail: ["string", 3],
    attribute: ["AttributePath", 4],
  },
  AttributePath: { steps: ["Step", 1, "repeated"] },
  Step: { attribute_name: ["string", 1] },
  RawState: { json: ["bytes", 1] },

  Schema: { version: ["int64", 1], block: ["Block", 2] },
  Block: {
    version: ["int64", 1],
    attributes: ["Attribute", 2, "repeated"],
    block_types: ["NestedBlock", 3, "repeated"],
  },
  Attribute: {
    name: ["string", 1],
    type: ["bytes", 2],
    required: ["bool", 4],
    optional: ["bool", 5],
    computed: ["bool", 6],
  },
  NestedBlock: {
    type_name: ["string", 1],
    block: ["Block", 2],
    nesting: ["int32", 3],
    min_items: ["int64", 4],
    max_items: ["int64", 5],
  },
  SchemaResponse: {
    provider: ["Schema", 1],
    resource_schemas: ["Schema", 2, "map"],
    data_source_schemas: ["Schema", 3, "map"],
    ...diagnostics(4),
  },

  ProviderConfig: { config: ["DynamicValue", 1] },
  PreparedConfig: { prepared_config: ["DynamicValue", 1], ...diagnostics(2) },
  Configure: { terraform_version: ["string", 1], config: ["DynamicValue", 2] },
  Typed: { type_name: ["string", 1], config: ["DynamicValue", 2] },
  Judged: diagnostics(1),
  Upgrade: { type_name: ["string", 1], version: ["int64", 2], raw_state: ["RawState", 3] },
  Upgraded: { upgraded_state: ["DynamicValue", 1], ...diagnostics(2) },
  Read: { type_name: ["string", 1], current_state: ["DynamicValue", 2] },
  ReadBack: { new_state: ["DynamicValue", 1], ...diagnostics(2) },
  Data: { state: ["DynamicValue", 1], ...diagnostics(2) },
  Plan: {
    type_name: ["string", 1],
    prior_state: ["DynamicValue", 2],
    proposed_new_state: ["DynamicValue", 3],
    config: ["DynamicValue", 4],
  },
  Planned: {
    planned_state: ["DynamicValue", 1],
    requires_replace: ["AttributePath", 2, "repeated"],
    ...diagnostics(4),
  },
  Apply: {
    type_name: ["string", 1],
    prior_state: ["DynamicValue", 2],
    planned_state: ["DynamicValue", 3],
    config: ["DynamicValue", 4],
  },
  Applied: { new_state: ["DynamicValue", 1], ...diagnostics(3) },
  Import: { type_name: ["string", 1], id: ["string", 2] },
  Imported: { imported_resources: ["ImportedResource", 1, "repeated"], ...diagnostics(2) },
  ImportedResource: { type_name: ["string", 1], state: ["DynamicValue", 2] },
};

const provider: Readonly<Record<string, readonly [request: string, response: string]>> = {
  GetSchema: ["Empty", "SchemaResponse"],
  PrepareProviderConfig: ["ProviderConfig", "PreparedConfig"],
  ValidateResourceTypeConfig: ["Typed", "Judged"],
  ValidateDataSourceConfig: ["Typed", "Judged"],
  UpgradeResourceState: ["Upgrade", "Upgraded"],
  Configure: ["Configure", "Judged"],
  ReadResource: ["Read", "ReadBack"],
  PlanResourceChange: ["Plan", "Planned"],
  ApplyResourceChange: ["Apply", "Applied"],
  ImportResourceState: ["Import", "Imported"],
  ReadDataSource: ["Typed", "Data"],
  Stop: ["Empty", "Empty"],
};

const definitions = fromJSON(
  {
    nested: {
      tfplugin5: {
        nested: {
          ...Object.fromEntries(Object.entries(messages).map(([name, fields]) => [name, message(fields)])),
          Provider: service(provider),
        },
      },
      plugin: {
        nested: { Empty: message({}), GRPCController: service({ Shutdown: ["Empty", "Empty"] }) },
      },
    },
  },
  { keepCase: true, longs: Number, defaults: true },
);

export const providerService = definitions["tfplugin5.Provider"] as ServiceDefinition;
/** How Terraform asks a provider to end. */
export const controllerService = definitions["plugin.GRPCController"] as ServiceDefinition;

function message(fields: Fields) {
  const entries = Object.entries(fields).map(([name, [type, id, rule]]) => {
    if (rule === "map") return [name, { keyType: "string", type, id }];
    return [name, rule === undefined ? { type, id } : { type, id, rule }];
  });
  return { fields: Object.fromEntries(entries) };
}

function service(methods: Readonly<Record<string, readonly [string, string]>>) {
  const entries = Object.entries(methods).map(([name, [requestType, responseType]]) => [
    name,
    { requestType, responseType },
  ]);
  return { methods: Object.fromEntries(entries) };
}
