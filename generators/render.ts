// Renders a template with a checked view: a field that the view does not define is an error, never an empty text.

/** What templates may read: text, flags, lists and records of those. Numbers come as text. */
export type View = { readonly [field: string]: ViewValue };
export type ViewValue = string | boolean | null | readonly ViewValue[] | View;

/** @param view values already quoted for the target language */
export function render(template: (view: object) => string, view: View): string {
  return template(checked(view, "view") as object);
}

// Handlebars' strict mode lets a misspelt {{#if}} or {{#each}} pass in silence; a proxy does not.
function checked(value: unknown, path: string): unknown {
  if (typeof value === "number") throw new Error(`${path} is a number; views hold text`);
  if (Array.isArray(value)) return value.map((item, index) => checked(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return value;
  return new Proxy(value as Record<string, unknown>, {
    get(target, key) {
      if (typeof key === "symbol" || key === "toHTML") return undefined;
      if (target[key] === undefined)
        throw new Error(`a template reads ${path}.${key}, which the view does not define`);
      return checked(target[key], `${path}.${key}`);
    },
  });
}
