// The data of quotas: where the schema or a construct holds one, it holds that very number.
import { type AccountQuota, accountQuotas, type QuotaId, quotas } from "../../config/quotas";
import schema from "../../schemas/project.schema.json";
import { quotaRows } from "./rows/quotas";

const { definitions } = schema;
const { behavior, distribution } = definitions;

test("the config can say every adjustable quota, and its defaults are the data's", () => {
  const { properties } = definitions.quotas;
  const defaults = Object.entries(properties).map(([id, node]) => [id, node.default, node.description]);
  expect(defaults).toEqual(
    accountQuotas.map((id) => [id, quotas[id].limit, `Largest number of ${quotas[id].what}.`]),
  );
  expect(definitions.server.properties.ingress.properties.rulesQuota.default).toBe(
    quotas.rulesPerSecurityGroup.limit,
  );
});

test("every quota names the page of AWS that says so", () => {
  for (const { source } of Object.values(quotas)) expect(source).toMatch(/Guide|Reference/);
});

// Where the schema says the number of a quota that it holds.
const inSchema: Partial<Record<QuotaId, number>> = {
  namesPerPolicy: definitions.forwardedNames.else.maxItems,
  pathPatternCharacters: behavior.properties.path.maxLength,
  defaultRootObjectCharacters: distribution.properties.defaultRootObject.maxLength,
  commentCharacters: distribution.properties.comment.maxLength,
  edgeFunctionsPerBehavior: behavior.properties.edge.maxItems,
  readTimeoutSeconds: /"readTimeoutSeconds":\{[^}]*"maximum":(\d+)/
    .exec(JSON.stringify(schema))!
    .slice(1)
    .map(Number)[0]!,
};

test("a quota that the schema holds has the schema's number", () => {
  const held = Object.entries(quotas).filter(([, { heldBy }]) => heldBy === "schema");
  expect(inSchema).toEqual(Object.fromEntries(held.map(([id, { limit }]) => [id, limit])));
});

test("every quota that a rule holds is broken in a row of the tables", () => {
  const counted = (id: AccountQuota) => quotaRows.some(({ text }) => text.includes(`"${id}"`));
  // Broken at their own numbers, without a word in the config.
  const atTheirNumber = [
    "originsPerDistribution",
    "headersPerOrigin",
    "namesPerCertificate",
    "oacsPerAccount",
    "publicKeysPerKeyGroup",
    "responseHeadersPoliciesPerAccount",
  ];
  const missing = accountQuotas.filter((id) => !counted(id) && !atTheirNumber.includes(id));
  expect(missing).toEqual([]);
});
