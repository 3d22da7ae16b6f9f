// Coherence of the API's URL: the page calls the very origin that Nginx serves, over HTTPS, without a final slash.
import type { Frontend } from "../../config/project";
import { at, type CoherenceRule, disagreement, type Evidence, type FileFact, undo } from "./evidence";

export const apiUrlRule: CoherenceRule = (evidence) => {
  const { frontend } = evidence.project;
  const expected = frontend?.apiUrl.value;
  if (!frontend || !expected) return [];
  const urls = evidence.facts("env", frontend.apiUrl.name);
  if (urls.length === 0) return missing(evidence, frontend, expected);
  const notServed = otherServerName(evidence, frontend);
  return urls.flatMap((url) => {
    if (url.value !== expected)
      return [disagreement("coherence/api-url", url, { message: reason(url), expected, fix: undo })];
    if (!notServed) return [];
    const message = `The page calls this API, but Nginx serves ${notServed.value} (${at(notServed)}).`;
    return [
      disagreement("coherence/api-url", url, { message, expected: `https://${notServed.value}`, fix: undo }),
    ];
  });
};

function reason({ value }: FileFact): string {
  return value.startsWith("http:")
    ? "A page over HTTPS may not call an API over HTTP: browsers block it as mixed content."
    : "The page would call another API than Nginx serves.";
}

// In the same-origin layout CloudFront has the page's name, whatever Nginx calls itself.
function otherServerName({ project, facts }: Evidence, { layout }: Frontend): FileFact | undefined {
  const names = facts("nginx", "server_name").filter(({ value }) => value !== "_");
  const served = names.some(({ value }) => value === project.server?.host.name);
  return layout === "same-origin" || served ? undefined : names[0];
}

function missing(
  { files }: Evidence,
  { envFile, apiUrl }: Frontend,
  expected: string,
): ReturnType<CoherenceRule> {
  if (!files.some(({ path }) => path === envFile)) return [];
  return [
    {
      code: "coherence/api-url",
      severity: "error",
      path: [],
      message: `The page looks for its API in ${apiUrl.name}, which this file does not set.`,
      expected: `${apiUrl.name}='${expected}'`,
      fix: undo,
      place: { file: envFile, line: 1, column: 1 },
    },
  ];
}
