// Coherence of names: the host that Nginx serves is the one that Django allows and the page calls.
import type { Problem } from "../../config/problem";
import { at, disagreement, type CoherenceRule, type Evidence, type FileFact } from "./evidence";

/** server_name and ALLOWED_HOSTS hold the same host, and nothing opens ALLOWED_HOSTS to all. */
export const hostRule: CoherenceRule = ({ project, facts }) => {
  const allowed = facts("django", "ALLOWED_HOSTS");
  const names = servedNames(facts("nginx", "server_name"));
  if (!project.server || allowed.length === 0) return [];
  const open = allowed.filter(({ value }) => value === "*" || value.startsWith("."));
  const refusedByDjango = names.filter((name) => !allowed.some(({ value }) => value === name.value));
  return [
    ...open.map((fact) =>
      disagreement("coherence/host", fact, {
        message: "Nginx serves one host, but Django would answer for others too.",
        expected: project.server!.host.name,
        fix: "Name each host.",
      }),
    ),
    ...refusedByDjango.map((name) =>
      disagreement("coherence/host", name, {
        message: `Nginx serves this host, but ALLOWED_HOSTS (${at(allowed[0]!)}) does not hold it: Django would answer 400.`,
        expected: `server_name ${project.server!.host.name}`,
        fix: "Set the host in the config and generate both files from it.",
      }),
    ),
  ];
};

function servedNames(facts: readonly FileFact[]): FileFact[] {
  const seen = new Set<string>();
  return facts.filter(({ value }) => value !== "_" && value !== "" && !seen.has(value) && seen.add(value));
}

/** Every origin of the front end is in CORS_ALLOWED_ORIGINS where page and API have different origins. */
export const corsRule: CoherenceRule = (evidence) => {
  if (evidence.project.frontend?.layout !== "cross-origin") return [];
  return missingOrigins(evidence, "CORS_ALLOWED_ORIGINS", pageOrigins(evidence)).map((origin) => ({
    ...settingProblem(evidence, "CORS_ALLOWED_ORIGINS"),
    code: "coherence/cors-origin",
    message: `The page is served from ${origin}, but CORS_ALLOWED_ORIGINS does not hold it: browsers would keep the API's answers from the page.`,
    expected: origin,
  }));
};

/** The API's own origin and every origin of the front end are in CSRF_TRUSTED_ORIGINS. */
export const csrfRule: CoherenceRule = (evidence) => {
  const { server, django } = evidence.project;
  if (!server || !django) return [];
  return missingOrigins(evidence, "CSRF_TRUSTED_ORIGINS", [server.host.origin, ...pageOrigins(evidence)]).map((origin) => ({
    ...settingProblem(evidence, "CSRF_TRUSTED_ORIGINS"),
    code: "coherence/csrf-origin",
    message: `Pages of ${origin} post to the API, but CSRF_TRUSTED_ORIGINS does not hold it: Django would answer 403.`,
    expected: origin,
  }));
};

function pageOrigins({ project: { frontend, distributions } }: Evidence): readonly string[] {
  return frontend ? (distributions[frontend.distribution]?.webOrigins ?? []) : [];
}

function missingOrigins({ facts }: Evidence, setting: string, origins: readonly string[]): string[] {
  const present = new Set(facts("django", setting).map(({ value }) => value));
  return [...new Set(origins)].filter((origin) => !present.has(origin));
}

function settingProblem({ project, facts }: Evidence, setting: string): Omit<Problem, "code" | "message"> {
  const first = facts("django", setting)[0];
  return {
    severity: "error",
    path: [],
    fix: "Undo the hand edit, or run `httpsmith generate --force`.",
    place: { file: project.django!.settingsFile, line: first?.line ?? 1, column: 1 },
  };
}

/** The page calls the very origin that Nginx serves, over HTTPS, without a final slash. */
export const apiUrlRule: CoherenceRule = ({ project, facts }) => {
  const { frontend, server } = project;
  if (!frontend || !server || frontend.apiUrl.value === null) return [];
  const served = facts("nginx", "server_name").find(({ value }) => value === server.host.name);
  const expected = frontend.layout === "cross-origin" ? `https://${served?.value ?? server.host.name}` : frontend.apiUrl.value;
  return facts("env", frontend.apiUrl.name)
    .filter(({ value }) => value !== expected)
    .map((fact) =>
      disagreement("coherence/api-url", fact, {
        message: fact.value.startsWith("http:")
          ? "A page over HTTPS may not call an API over HTTP: browsers block it as mixed content."
          : `The page would call another API than Nginx serves${served ? ` (${at(served)})` : ""}.`,
        expected,
        fix: "Undo the hand edit, or run `httpsmith generate --force`.",
      }),
    );
};
