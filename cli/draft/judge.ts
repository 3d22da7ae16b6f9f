// Judges answers by the rules of the config itself, so that a question and `check` never say different things.
import { type Loaded, loadProjects } from "../../config/load";
import type { JsonPath, Problem } from "../../config/problem";
import { type Answers, draftOf } from "./draft";

/** Answers that have no fault, around the one that is judged. */
const harmless: Answers = {
  name: "app",
  region: "us-east-1",
  host: { kind: "domain", name: "api.example.com" },
  email: "ops@example.com",
  securityGroupId: "sg-0a1b2c3d4e5f67890",
  site: { bucket: "app-client-dist", envFile: ".env.production", envPrefix: "VITE_", isSinglePage: true },
  settingsFile: "config/settings_https.py",
};

/** @returns the first error that the answers have at or below a place of the config, or null */
export function faultAt(path: JsonPath, answers: Partial<Answers>): Problem | null {
  const text = JSON.stringify(draftOf({ ...harmless, ...answers }).value);
  const { problems } = judge(text, "httpsmith.json");
  const isThere = (problem: Problem) =>
    problem.severity === "error" && path.every((key, index) => problem.path[index] === key);
  return problems.find(isThere) ?? null;
}

/** @param file name of the config for messages. A first config has no waivers, so the date does not matter */
export function judge(text: string, file: string): Loaded {
  return loadProjects({ file, text, files: { readText: () => null }, today: "1970-01-01" });
}
