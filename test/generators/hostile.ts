// Hostile texts for property tests, and the fields of a project that reach a template.
import fc from "fast-check";
import type { Project } from "../../config/project";
import type { GeneratedFile } from "../../generators/generated-file";
import { rich } from "./variants";

/** One text of the project: a harmless value to compare with, and how to put another in its place. */
export interface Field {
  readonly name: string;
  readonly harmless: string;
  readonly put: (value: string) => Project;
}

const server = rich.server!;
const django = rich.django!;
const withServer = (changes: object): Project => ({ ...rich, server: { ...server, ...changes } });
const withDjango = (changes: object): Project => ({ ...rich, django: { ...django, ...changes } });

const fields: readonly Field[] = [
  field("name", "marker", (name) => ({ ...rich, name })),
  field("server.host.name", "marker.example.com", (name) => withServer({ host: { ...server.host, name } })),
  ...acmeFields(),
  ...gunicornFields(),
  field("server.directory", "/srv/marker", (directory) => withServer({ directory })),
  field("django.settingsFile", "marker/settings.py", (settingsFile) => withDjango({ settingsFile })),
  field("django.static.url", "/marker/", (url) => withDjango({ static: { ...django.static, url } })),
  field("django.static.root", "/srv/marker", (root) => withDjango({ static: { ...django.static, root } })),
  field("django.media.url", "/marker/", (url) => withDjango({ media: { ...django.media, url } })),
  field("django.media.root", "/srv/marker", (root) => withDjango({ media: { ...django.media, root } })),
  field("server.nginx.webSocketPaths", "/marker/", (path) =>
    withServer({ nginx: { ...server.nginx, webSocketPaths: [path] } }),
  ),
];

/** The fields whose value stands somewhere in what a generator makes. */
export function fieldsThatReach(generator: (project: Project) => readonly GeneratedFile[]): Field[] {
  return fields.filter(({ put, harmless }) =>
    generator(put(harmless)).some(({ text }) => text.includes(harmless)),
  );
}

function acmeFields(): Field[] {
  const put = (key: string) => (value: string) => withServer({ acme: { ...server.acme, [key]: value } });
  return [
    field("server.acme.webroot", "/var/marker", put("webroot")),
    field("server.acme.tlsDirectory", "/etc/marker", put("tlsDirectory")),
    field("server.acme.certName", "marker", put("certName")),
    field("server.acme.email", "marker@example.com", put("email")),
    field("server.acme.directoryUrl", "https://marker.example.com/", put("directoryUrl")),
    field("server.acme.keyType", "marker", put("keyType")),
  ];
}

function gunicornFields(): Field[] {
  const put = (key: string) => (value: string) =>
    withServer({ gunicorn: { ...server.gunicorn, [key]: value } });
  return [
    field("server.gunicorn.unit", "marker", put("unit")),
    field("server.gunicorn.socket", "/run/marker.sock", put("socket")),
    field("server.gunicorn.user", "marker", put("user")),
    field("server.gunicorn.application", "marker:application", put("application")),
    field("server.gunicorn.workingDirectory", "/srv/marker", put("workingDirectory")),
    field("server.gunicorn.virtualEnv", "/srv/marker", put("virtualEnv")),
    field("server.gunicorn.environmentFile", "/etc/marker", put("environmentFile")),
  ];
}

function field(name: string, harmless: string, put: (value: string) => Project): Field {
  return { name, harmless, put };
}

const attacks = [
  "x.test; location /pwn { alias /etc/; } #",
  "/srv/x; } server { listen 1;",
  "/srv/x/..",
  "$(touch /tmp/pwned)",
  "`touch /tmp/pwned`",
  "'; touch /tmp/pwned; '",
  "x\nExecStartPre=/bin/sh",
  "x\\",
  "%h",
  "-oProxyCommand=x",
  "*.example.com",
  "~^.*$",
  "${document_root}",
  "\ud800",
];
const signs = [..." ;{}\"'`$\\#()|&<>*?~%!@:=./-_^,[]a0Z\n\r\t\0\x7f\u2028é"];

/** Attacks, random text, and a harmless value with something hostile anywhere in it. */
export function hostileText(harmless: string): fc.Arbitrary<string> {
  const piece = fc.oneof(
    fc.constantFrom(...attacks),
    fc.string({ unit: fc.constantFrom(...signs), maxLength: 6 }),
  );
  const inside = fc
    .tuple(piece, fc.nat(harmless.length))
    .map(([text, at]) => harmless.slice(0, at) + text + harmless.slice(at));
  const plain = fc.string({ unit: fc.constantFrom(..."ab0-._/"), maxLength: 4 });
  const likely = fc.tuple(plain, plain).map(([before, after]) => before + harmless + after);
  return fc.oneof(fc.constantFrom(...attacks), fc.string({ unit: "binary" }), inside, likely);
}

/** Runs `generate`, or null where it throws, as it has to for what a language cannot carry. */
export function orNull<T>(generate: () => T): T | null {
  try {
    return generate();
  } catch {
    return null;
  }
}
