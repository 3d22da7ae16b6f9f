// Coherence of folders, sizes, times and sockets between Nginx, Gunicorn and Django.
// Of two values that disagree, the one that the config did not ask for is the culprit.
import type { Problem } from "../../config/problem";
import { at, type CoherenceRule, disagreement, type Evidence, type FileFact, undo } from "./evidence";

/** Nginx serves the folders that Django collects static files and uploads in. */
export const staticFilesRule: CoherenceRule = (evidence) => {
  const { django } = evidence.project;
  return [
    ...(django ? folderProblems(evidence, "STATIC", django.static) : []),
    ...(django?.media ? folderProblems(evidence, "MEDIA", django.media) : []),
  ];
};

function folderProblems(evidence: Evidence, kind: "STATIC" | "MEDIA", wanted: Folder): Problem[] {
  const [url] = evidence.facts("django", `${kind}_URL`);
  const [root] = evidence.facts("django", `${kind}_ROOT`);
  if (!url || !root) return [];
  const [alias] = evidence.facts("nginx", `alias ${url.value}`);
  if (!alias) return [noLocation(evidence, url, root, wanted)];
  if (folder(alias) === folder(root)) return [];
  const isDjangos = folder(root) !== wanted.root;
  const message = isDjangos
    ? `Nginx serves the files from ${folder(alias)} (${at(alias)}): it would answer 404.`
    : `Django keeps the files in ${folder(root)} (${at(root)}): Nginx would answer 404.`;
  return [
    disagreement("coherence/static-files", isDjangos ? root : alias, {
      message,
      expected: wanted.root,
      fix: undo,
    }),
  ];
}

interface Folder {
  readonly url: string;
  readonly root: string;
}

function noLocation({ all }: Evidence, url: FileFact, root: FileFact, wanted: Folder): Problem {
  const moved = all("nginx").find(
    ({ name, value }) => name.startsWith("alias ") && folder({ value }) === folder(root),
  );
  return disagreement("coherence/static-files", url.value === wanted.url && moved ? moved : url, {
    message: `Nginx has no location for ${url.value} (${at(url)}): the files would be asked of Gunicorn.`,
    expected: `location ${wanted.url} with alias ${wanted.root}/`,
    fix: undo,
  });
}

function folder({ value }: Pick<FileFact, "value">): string {
  return value.replace(/\/+$/, "");
}

/** Nginx lets through every body that Django accepts. */
export const bodySizeRule: CoherenceRule = ({ project: { server, django }, facts }) => {
  const [accepted] = facts("django", "DATA_UPLOAD_MAX_MEMORY_SIZE");
  if (!accepted || !server || !django) return [];
  return facts("nginx", "client_max_body_size")
    .filter(({ value }) => Number(value) !== 0 && Number(value) < Number(accepted.value))
    .flatMap((limit) => {
      const [isNginxs, isDjangos] = [
        Number(limit.value) !== server.nginx.maxBodyBytes,
        Number(accepted.value) !== django.dataUploadMaxBytes,
      ];
      if (!isNginxs && !isDjangos) return [];
      return [isNginxs ? tooSmall(limit, accepted) : tooLarge(accepted, limit)];
    });
};

const setSizes =
  "Undo the hand edit, or set server.nginx.maxBodyBytes and django.dataUploadMaxBytes in the config and run `httpsmith generate --force`.";

function tooSmall(limit: FileFact, accepted: FileFact): Problem {
  return disagreement("coherence/body-size", limit, {
    message: `Django accepts ${accepted.value} bytes (${at(accepted)}), but Nginx refuses such bodies with 413.`,
    expected: `at least ${accepted.value}`,
    fix: setSizes,
  });
}

function tooLarge(accepted: FileFact, limit: FileFact): Problem {
  return disagreement("coherence/body-size", accepted, {
    message: `Nginx refuses bodies of more than ${limit.value} bytes (${at(limit)}) with 413 before Django sees them.`,
    expected: `at most ${limit.value}`,
    fix: setSizes,
  });
}

/** Nginx waits at least as long as a Gunicorn worker may work. */
export const timeoutsRule: CoherenceRule = ({ project: { server }, facts }) => {
  const worker = gunicornTimeout(facts("unit", "Service.ExecStart"));
  if (!worker || !server) return [];
  return facts("nginx", "proxy_read_timeout")
    .filter((wait) => worker.seconds > Number(wait.value))
    .flatMap((wait) => {
      const isNginxs = Number(wait.value) !== server.nginx.proxyReadTimeoutSeconds;
      if (!isNginxs && worker.seconds === server.gunicorn.timeoutSeconds) return [];
      return [isNginxs ? tooShort(wait, worker) : tooLong(worker, wait)];
    });
};

interface Worker {
  readonly fact: FileFact;
  readonly seconds: number;
}

function gunicornTimeout(starts: readonly FileFact[]): Worker | null {
  for (const fact of starts) {
    const seconds = /\s(?:--timeout[= ]|-t ?)(\d+)/.exec(fact.value)?.[1];
    if (seconds !== undefined) return { fact, seconds: Number(seconds) };
  }
  return null;
}

const setTimes =
  "Undo the hand edit, or set server.nginx.proxyReadTimeoutSeconds and server.gunicorn.timeoutSeconds in the config and run `httpsmith generate --force`.";

function tooShort(wait: FileFact, { fact, seconds }: Worker): Problem {
  return disagreement("coherence/timeouts", wait, {
    message: `Gunicorn works up to ${seconds} s (${at(fact)}), but Nginx gives up earlier: such requests answer 504.`,
    expected: `at least ${seconds}`,
    fix: setTimes,
  });
}

function tooLong({ fact, seconds }: Worker, wait: FileFact): Problem {
  return disagreement(
    "coherence/timeouts",
    { ...fact, name: "--timeout", value: String(seconds) },
    {
      message: `Nginx gives up after ${wait.value} s (${at(wait)}): requests that Gunicorn works on for longer answer 504.`,
      expected: `at most ${wait.value}`,
      fix: setTimes,
    },
  );
}

/** Nginx connects to the socket that systemd listens on. */
export const socketRule: CoherenceRule = ({ project: { server }, facts }) => {
  const [socket] = facts("unit", "Socket.ListenStream");
  if (!server || !socket) return [];
  return facts("nginx", "upstream")
    .filter(({ value }) => value !== socket.value)
    .map((upstream) => {
      const isUnits = socket.value !== server.gunicorn.socket;
      const message = isUnits
        ? `Nginx connects to ${upstream.value} (${at(upstream)}): it would answer 502.`
        : `Gunicorn listens on ${socket.value} (${at(socket)}): Nginx would answer 502.`;
      const expected = server.gunicorn.socket;
      return disagreement("coherence/socket", isUnits ? socket : upstream, { message, expected, fix: undo });
    });
};
