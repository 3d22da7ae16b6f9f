// The provider behind the wire: what Terraform asks of it, answered from the schema and the stand-in's own cloud.
import type { Block, ProviderSchema, Schema } from "../provider-schema";
import { type Cloud, identity } from "./cloud";
import { invented } from "./invent";
import { type ProviderSettings, plan } from "./plan";
import { complete, type DynamicValue, type Fields, isFields, read, type Value, write } from "./values";

interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute: { readonly steps: readonly { readonly attribute_name: string }[] };
}

// biome-ignore lint/suspicious/noExplicitAny: the wire descriptor gives each message its shape
type Request = any;

// Source: the protocol's enumerations.
const errorSeverity = 1;
const nesting = { single: 1, list: 2, set: 3 } as const;

/** @returns a function for each method of the protocol, from request to response */
export function standInProvider(
  schema: ProviderSchema,
  cloud: Cloud,
): Record<string, (request: Request) => object> {
  let settings: ProviderSettings = { region: null, defaultTags: {} };
  const resource = (type: string) => schema.resource_schemas[type]!.block;
  const data = (type: string) => schema.data_source_schemas[type]!.block;

  return {
    GetSchema: () => ({
      provider: wireSchema(schema.provider),
      resource_schemas: mapRecord(schema.resource_schemas, wireSchema),
      data_source_schemas: mapRecord(schema.data_source_schemas, wireSchema),
    }),
    PrepareProviderConfig: ({ config }) => ({ prepared_config: config }),
    ValidateResourceTypeConfig: ({ type_name, config }) => ({
      diagnostics: computedOnly(resource(type_name), read(config)),
    }),
    ValidateDataSourceConfig: ({ type_name, config }) => ({
      diagnostics: computedOnly(data(type_name), read(config)),
    }),
    UpgradeResourceState: ({ type_name, raw_state }) => ({
      upgraded_state: write(complete(resource(type_name), JSON.parse(raw_state.json.toString()))),
    }),
    Configure: ({ config }) => {
      settings = settingsOf(read(config) as Fields);
      return {};
    },
    ReadResource: ({ type_name, current_state }) => {
      const id = identity(read(current_state) as Fields);
      return { new_state: write(cloud.get(type_name, id)) };
    },
    PlanResourceChange: ({ type_name, prior_state, proposed_new_state }) => {
      const proposed = read(proposed_new_state);
      if (!isFields(proposed)) return { planned_state: write(null) };
      const prior = read(prior_state) as Fields | null;
      const { state, replacedBy } = plan(type_name, resource(type_name), settings, prior, proposed);
      return { planned_state: write(state), requires_replace: replacedBy.map(attributePath) };
    },
    ApplyResourceChange: (request) => apply(request, resource(request.type_name), cloud),
    ImportResourceState: ({ type_name, id }) => {
      const state = cloud.get(type_name, id);
      if (state === null)
        return { diagnostics: [error("Cannot import non-existent remote object", `${type_name} ${id}`)] };
      return { imported_resources: [{ type_name, state: write(state) }] };
    },
    ReadDataSource: ({ type_name, config }) => {
      const asked = { ...(read(config) as Fields), region: settings.region };
      const { state } = plan(type_name, data(type_name), settings, null, complete(data(type_name), asked));
      return { state: write(invented(type_name, data(type_name), state, JSON.stringify(asked))) };
    },
    Stop: () => ({}),
  };
}

function apply({ type_name, prior_state, planned_state }: Request, block: Block, cloud: Cloud): object {
  const prior = read(prior_state) as Fields | null;
  const planned = read(planned_state) as Fields | null;
  if (planned === null) {
    const refused = cloud.delete(type_name, prior!);
    return refused ? refusal(prior_state, type_name, refused) : { new_state: write(null) };
  }
  const state = invented(type_name, block, planned);
  if (prior === null) {
    const refused = cloud.create(type_name, state);
    return refused ? refusal(null, type_name, refused) : { new_state: write(state) };
  }
  cloud.update(type_name, state);
  return { new_state: write(state) };
}

function refusal(state: DynamicValue | null, type: string, message: string): object {
  return { new_state: state ?? write(null), diagnostics: [error(`AWS refuses ${type}`, message)] };
}

function settingsOf({ region, default_tags }: Fields): ProviderSettings {
  const [first] = Array.isArray(default_tags) ? default_tags : [];
  const tags = isFields(first) ? first["tags"] : null;
  return { region: region ?? null, defaultTags: isFields(tags ?? null) ? (tags as Fields) : {} };
}

// The real provider refuses these too, and its `id`, which is optional on paper. Terraform itself lets them through.
function computedOnly(block: Block, config: Value): Diagnostic[] {
  if (!isFields(config)) return [];
  const set = Object.entries(block.attributes).filter(
    ([name, { computed, optional }]) =>
      computed && (!optional || name === "id") && (config[name] ?? null) !== null,
  );
  return set.map(([name]) =>
    error(
      "Value for unconfigurable attribute",
      `Can't configure a value for ${JSON.stringify(name)}: AWS decides it.`,
      name,
    ),
  );
}

function error(summary: string, detail: string, attribute?: string): Diagnostic {
  return { severity: errorSeverity, summary, detail, attribute: attributePath(attribute) };
}

function attributePath(name?: string) {
  return { steps: name === undefined ? [] : [{ attribute_name: name }] };
}

function wireSchema({ version, block }: Schema): object {
  return { version, block: wireBlock(block) };
}

function wireBlock({ attributes, block_types }: Block): object {
  return {
    attributes: Object.entries(attributes).map(([name, { type, ...flags }]) => ({
      name,
      type: Buffer.from(JSON.stringify(type)),
      ...flags,
    })),
    block_types: Object.entries(block_types).map(([type_name, { nesting_mode, block, ...limits }]) => ({
      type_name,
      nesting: nesting[nesting_mode],
      block: wireBlock(block),
      ...limits,
    })),
  };
}

function mapRecord<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
