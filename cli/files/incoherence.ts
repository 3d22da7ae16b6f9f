// Coherence of what stands on disk: the generated files as they are, hand edits included, judged pair by pair.
import type { Problem } from "../../config/problem";
import { incoherences } from "../../generators/coherence";
import type { OpenProject } from "../open-project";
import type { PlannedFile } from "./plan";

/**
 * A file that is missing or stale is judged as it will be; drift says the rest. Files that nobody edited agree, as the
 * tests of the generators show, so an environment without an edited file is not read back.
 */
export function findIncoherence(open: OpenProject, files: readonly PlannedFile[]): Problem[] {
  const edited = new Map(
    files.flatMap(({ path, state, found }) =>
      state === "edited" && found !== null ? [[path, found] as const] : [],
    ),
  );
  return open.generated.flatMap(({ project, files: own }) => {
    if (!own.some(({ path }) => edited.has(path))) return [];
    const texts = own.map(({ path, text }) => ({ path, text: edited.get(path) ?? text }));
    return incoherences(project, texts).map((problem) => ({
      ...open.loaded.locate(problem),
      ...(project.environment === null ? {} : { environment: project.environment }),
      ...(problem.place ? { place: { ...problem.place, file: open.display(problem.place.file) } } : {}),
    }));
  });
}
