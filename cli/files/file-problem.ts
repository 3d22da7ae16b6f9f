// The Problem that a generated file in each state is, in words.
import type { Problem } from "../../config/problem";
import type { PlannedFile } from "./plan";

/** @returns null for a clean file. `display` names a path below root in messages */
export function fileProblem(file: PlannedFile, display: (path: string) => string): Problem | null {
  if (file.state === "clean") return null;
  const { wanted, found, obstacle, path } = file;
  const line = wanted && found !== null && found !== wanted.text ? firstDifference(wanted.text, found) : 1;
  const place = { file: display(path), line, column: 1 };
  if (!obstacle) return { code: `files/${file.state}`, severity: "error", path: [], ...wordsOf(file), place };
  const name = display(obstacle.at);
  return {
    code: "files/escapes-project",
    severity: "error",
    path: [],
    message:
      obstacle.at === path
        ? `This file cannot be generated: it ${obstacle.is}.`
        : `Files cannot be generated in ${name}: it ${obstacle.is}.`,
    fix: `Move ${name} away, or change the path in the config.`,
    place,
  };
}

interface Words {
  readonly message: string;
  readonly fix: string;
}

function wordsOf(file: PlannedFile): Words {
  if (file.state === "stale") return staleWords(file);
  if (file.changedByHand) return editedOrphan;
  return words[file.state as keyof typeof words];
}

function staleWords({ found, hasCrlf, wanted }: PlannedFile): Words {
  if (found !== wanted!.text)
    return { message: "The config has changed since this was generated.", fix: generate };
  if (hasCrlf) return crlf;
  const message = wanted!.executable
    ? "This script has lost its executable bit."
    : "This file has an executable bit that it should not have.";
  return { message, fix: generate };
}

const generate = "Run `httpsmith generate` and commit the result.";

const crlf: Words = {
  message: "This has Windows line ends (CRLF), which shells and servers on Linux stumble over.",
  fix: "Run `httpsmith generate`. If Git does this at every checkout, give these files `text eol=lf` in .gitattributes.",
};

const editedOrphan: Words = {
  message: "The config no longer asks for this, but it was changed by hand.",
  fix: "Save what you need of it, then remove it with `httpsmith generate --force`.",
};

const words = {
  edited: {
    message: "This was changed by hand; generating it again would lose the change.",
    fix: "Move the change into the config or into a file of your own (docs/files.md says where), then run `httpsmith generate --force`.",
  },
  missing: { message: "This has not been generated yet.", fix: generate },
  orphan: {
    message: "The config no longer asks for this.",
    fix: "Run `httpsmith generate`, which removes it.",
  },
  collision: {
    message: "Something that httpsmith did not make stands where a file is to be generated.",
    fix: "Move it away, change the path in the config, or replace it with `httpsmith generate --force`.",
  },
} satisfies Record<string, Words>;

function firstDifference(wanted: string, found: string): number {
  const [a, b] = [wanted.split("\n"), found.split("\n")];
  const index = b.findIndex((line, i) => line !== a[i]);
  return index === -1 ? b.length : index + 1;
}
