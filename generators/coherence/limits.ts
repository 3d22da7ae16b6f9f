// Coherence of folders, sizes, times and sockets between Nginx, Gunicorn, Django and CloudFront.
import { at, disagreement, type CoherenceRule, type FileFact } from "./evidence";

const undo = "Undo the hand edit, or run `httpsmith generate --force`.";

/** Nginx serves the folders that Django collects static files and uploads in. */
export const staticFilesRule: CoherenceRule = ({ facts }) =>
  ["STATIC", "MEDIA"].flatMap((kind) => {
    const [url] = facts("django", `${kind}_URL`);
    const [root] = facts("django", `${kind}_ROOT`);
    if (!url || !root) return [];
    const [alias] = facts("nginx", `alias ${url.value}`);
    if (alias && trimmed(alias.value) === trimmed(root.value)) return [];
    return [
      disagreement("coherence/static-files", alias ?? url, {
        message: alias
          ? `Django keeps the files in ${root.value} (${at(root)}): Nginx would answer 404.`
          : "Nginx has no location for this URL: the files would be asked of Gunicorn.",
        expected: `location ${url.value} with alias ${trimmed(root.value)}/`,
        fix: undo,
      }),
    ];
  });

function trimmed(folder: string): string {
  return folder.replace(/\/+$/, "");
}

/** Nginx lets through every body that Django accepts. */
export const bodySizeRule: CoherenceRule = ({ facts }) => {
  const [django] = facts("django", "DATA_UPLOAD_MAX_MEMORY_SIZE");
  if (!django) return [];
  return facts("nginx", "client_max_body_size")
    .filter(({ value }) => Number(value) !== 0 && Number(value) < Number(django.value))
    .map((fact) =>
      disagreement("coherence/body-size", fact, {
        message: `Django accepts ${django.value} bytes (${at(django)}), but Nginx refuses such bodies with 413.`,
        expected: `at least ${django.value}`,
        fix: "Set server.nginx.maxBodyBytes and django.dataUploadMaxBytes in the config.",
      }),
    );
};

/** Whoever stands in front waits at least as long as what is behind it works. */
export const timeoutsRule: CoherenceRule = ({ project, facts }) => {
  const waits = facts("nginx", "proxy_read_timeout");
  const worker = gunicornTimeout(facts("unit", "Service.ExecStart"));
  const cloudFront = Math.max(
    0,
    ...Object.values(project.distributions).flatMap(({ behaviors }) =>
      behaviors.map(({ origin }) => (origin.kind === "server" ? origin.readTimeoutSeconds : 0)),
    ),
  );
  return waits.flatMap((wait) => [
    ...(worker && worker.seconds > Number(wait.value) ? [tooShort(wait, `Gunicorn works up to ${worker.seconds} s (${at(worker.fact)})`, worker.seconds)] : []),
    ...(cloudFront > Number(wait.value) ? [tooShort(wait, `CloudFront waits up to ${cloudFront} s`, cloudFront)] : []),
  ]);
};

function gunicornTimeout(starts: readonly FileFact[]): { fact: FileFact; seconds: number } | null {
  for (const fact of starts) {
    const seconds = /--timeout[= ](\d+)/.exec(fact.value)?.[1];
    if (seconds !== undefined) return { fact, seconds: Number(seconds) };
  }
  return null;
}

function tooShort(wait: FileFact, behind: string, seconds: number) {
  return disagreement("coherence/timeouts", wait, {
    message: `${behind}, but Nginx gives up earlier: such requests answer 504.`,
    expected: `at least ${seconds}`,
    fix: "Set server.nginx.proxyReadTimeoutSeconds in the config.",
  });
}

/** Nginx connects to the socket that systemd listens on. */
export const socketRule: CoherenceRule = ({ project, facts }) => {
  const sockets = facts("unit", "Socket.ListenStream");
  if (!project.server || sockets.length === 0) return [];
  return facts("nginx", "upstream")
    .filter(({ value }) => !sockets.some((socket) => socket.value === value))
    .map((fact) =>
      disagreement("coherence/socket", fact, {
        message: `Gunicorn listens on ${sockets[0]!.value} (${at(sockets[0]!)}): Nginx would answer 502.`,
        expected: `unix:${sockets[0]!.value}`,
        fix: undo,
      }),
    );
};
