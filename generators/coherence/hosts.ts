// Coherence of names: the host that Nginx serves is the one that Django allows and the page calls.
import type { ProblemCode } from "../../config/catalogue";
import type { Problem } from "../../config/problem";
import { at, type CoherenceRule, disagreement, type Evidence, type FileFact, undo } from "./evidence";
import { type SettingList, settingList } from "./setting-list";

/** server_name and ALLOWED_HOSTS hold the same host, and nothing opens ALLOWED_HOSTS to all. */
export const hostRule: CoherenceRule = (evidence) => {
  const { server } = evidence.project;
  const allowed = settingList(evidence, "ALLOWED_HOSTS");
  if (!server || !allowed?.entries) return [];
  const entries = allowed.entries;
  const open = entries.filter(({ value }) => value === "*" || value.startsWith("."));
  const refused = servedNames(evidence).filter((name) => !entries.some(({ value }) => value === name.value));
  return [
    ...open.map((fact) => openHost(fact, server.host.name)),
    ...refused.map((name) =>
      name.value === server.host.name
        ? missingHost(allowed, name)
        : otherHost(name, server.host.name, allowed),
    ),
  ];
};

function servedNames({ facts }: Evidence): FileFact[] {
  const seen = new Set<string>();
  return facts("nginx", "server_name").filter(
    ({ value }) => value !== "_" && value !== "" && !seen.has(value) && seen.add(value),
  );
}

function openHost(fact: FileFact, host: string): Problem {
  return disagreement("coherence/host", fact, {
    message: "Nginx serves one host, but Django would answer for others too.",
    expected: host,
    fix: "Name each host.",
  });
}

// ALLOWED_HOSTS was changed: Nginx still serves the host of the config.
function missingHost({ place }: SettingList, name: FileFact): Problem {
  return {
    code: "coherence/host",
    severity: "error",
    path: [],
    message: `Nginx serves ${name.value} (${at(name)}), but ALLOWED_HOSTS does not hold it: Django would answer 400.`,
    expected: name.value,
    fix: undo,
    place,
  };
}

// server_name was changed: Django knows the host of the config alone.
function otherHost(name: FileFact, host: string, { place }: SettingList): Problem {
  return disagreement("coherence/host", name, {
    message: `Nginx serves this host, but ALLOWED_HOSTS (${place.file}:${place.line}) does not hold it: Django would answer 400.`,
    expected: `server_name ${host}`,
    fix: "Set the host in the config and generate both files from it.",
  });
}

/** Every origin of the front end is in CORS_ALLOWED_ORIGINS where page and API have different origins. */
export const corsRule: CoherenceRule = (evidence) => {
  if (evidence.project.frontend?.layout !== "cross-origin") return [];
  return missingOrigins(
    evidence,
    { setting: "CORS_ALLOWED_ORIGINS", code: "coherence/cors-origin" },
    pageOrigins(evidence),
    (origin) =>
      `The page is served from ${origin}, but CORS_ALLOWED_ORIGINS does not hold it: browsers would keep the API's answers from the page.`,
  );
};

/** The API's own origin and every origin of the front end are in CSRF_TRUSTED_ORIGINS. */
export const csrfRule: CoherenceRule = (evidence) => {
  const { server } = evidence.project;
  if (!server) return [];
  return missingOrigins(
    evidence,
    { setting: "CSRF_TRUSTED_ORIGINS", code: "coherence/csrf-origin" },
    [server.host.origin, ...pageOrigins(evidence)],
    (origin) =>
      `Pages of ${origin} post to the API, but CSRF_TRUSTED_ORIGINS does not hold it: Django would answer 403.`,
  );
};

function pageOrigins({ project: { frontend, distributions } }: Evidence): readonly string[] {
  return frontend ? (distributions[frontend.distribution]?.webOrigins ?? []) : [];
}

function missingOrigins(
  evidence: Evidence,
  { setting, code }: { setting: string; code: ProblemCode },
  origins: readonly string[],
  message: (origin: string) => string,
): Problem[] {
  const list = settingList(evidence, setting);
  if (!list?.entries) return [];
  const present = new Set(list.entries.map(({ value }) => value));
  return [...new Set(origins)]
    .filter((origin) => !present.has(origin))
    .map((origin) => ({
      code,
      severity: "error",
      path: [],
      message: message(origin),
      expected: origin,
      fix: undo,
      place: list.place,
    }));
}
