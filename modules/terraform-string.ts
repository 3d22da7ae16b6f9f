// Makes any text safe inside a Terraform JSON string: what goes in is what Terraform evaluates.

// CDKTF refuses a string that equals one of these, its stand-ins for values of token maps.
const tokenMapValues = ["String Map Token Value", "Any Map Token Value"];

// CDKTF writes a number token as a double beyond -1e288 and reads such digits in any text back as a token.
const numberLike = /[-|\d.+]+e[-|\d.eE+]+/g;
const smallestToken = -1e280;

/**
 * Terraform reads `${` and `%{` in any JSON string as a template, and CDKTF reads its token markers; plain text
 * must escape both. Terraform stores text in Unicode normal form C, so text in another form arrives normalised.
 * @returns a template that evaluates to `text`
 */
export function terraformString(text: string): string {
  if (tokenMapValues.includes(text)) return literal(text);
  return (
    text
      .replace(/([$%#&]+)\{(TfToken\[)?/g, (match, marks: string, token = "") => {
        if (token === "" && /[#&]$/.test(marks)) return match;
        if (token === "" && marks.length === 1) return `${marks}${match}`;
        return `${literal(marks)}{${token}`;
      })
      // After a lone carriage return Terraform stops seeing templates, and with them the literals written here.
      .replace(/([$%]*)\r(?!\n)/g, (_, marks: string) => literal(`${marks}\\r`))
      .replace(numberLike, (digits) =>
        Number.parseFloat(digits) < smallestToken ? digits.replaceAll("e", literal("e")) : digits,
      )
  );
}

/** @returns `value` with every string in it made safe by {@link terraformString}, keys included */
export function terraformStrings<T>(value: T): T {
  if (typeof value === "string") return terraformString(value) as T;
  if (Array.isArray(value)) return value.map(terraformStrings) as T;
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).map(([key, item]) => [terraformString(key), terraformStrings(item)]);
  return Object.fromEntries(pairs) as T;
}

// A quoted literal inside a template. All marks of a run must be in it: `$${` is an escape of its own.
function literal(text: string): string {
  return `\${"${text}"}`;
}
