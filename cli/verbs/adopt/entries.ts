// What a hand-made set says beyond a first config: places of the config, each with the file and line that it comes from.

import { nipIoName } from "../../../config/nip-io";
import { type Directive, walk } from "../../../generators/nginx/parse";
import { readNginx } from "../../../generators/nginx/read";
import type { Answers, HostAnswer } from "../../draft/draft";
import type { Backend } from "../../survey/backends";
import type { FrontendApp } from "../../survey/frontends";
import type { GunicornUnit } from "../../survey/gunicorn-units";
import type { Site } from "../../survey/sites";

export interface Entry {
  /** Place in the config: `["server", "nginx", "maxBodyBytes"]`. */
  readonly path: readonly string[];
  /** Added to the list at the place, or put there. */
  readonly kind: "item" | "value";
  readonly value: unknown;
  /** `deploy/site.conf:12` */
  readonly from: string;
}

/** The parts of a hand-made set that the config is for. */
export interface HandMade {
  readonly site: Site | null;
  readonly backend: Backend | null;
  readonly unit: GunicornUnit | null;
  readonly frontend: FrontendApp | null;
}

export function entriesOf({ site, backend, unit, frontend }: HandMade, { host }: Answers): Entry[] {
  return [
    ...(site ? siteEntries(site) : []),
    ...(backend ? settingsEntries(backend, hostName(host)) : []),
    ...(unit ? unitEntries(unit) : []),
    ...(frontend ? variableEntries(frontend, hostName(host)) : []),
  ];
}

function hostName(host: HostAnswer): string {
  if (host.kind === "domain") return host.name;
  return host.kind === "ip" ? host.ip : nipIoName(host.ip, host.notation ?? "dotted");
}

const sizes: Readonly<Record<string, readonly string[]>> = {
  client_max_body_size: ["server", "nginx", "maxBodyBytes"],
  proxy_read_timeout: ["server", "nginx", "proxyReadTimeoutSeconds"],
};

function siteEntries({ file, text, directives }: Site): Entry[] {
  const facts = readNginx(text).flatMap(({ name, value, line }): Entry[] => {
    const path = sizes[name];
    return path && Number.isFinite(Number(value))
      ? [{ path, kind: "value", value: Number(value), from: `${file}:${line}` }]
      : [];
  });
  return [...facts, ...folders(file, directives), ...webSockets(file, directives)];
}

// location /static/ { alias /srv/app/static/; }, or with root, to which Nginx adds the location.
function folders(file: string, directives: readonly Directive[]): Entry[] {
  return locations(directives).flatMap(({ url, block }): Entry[] => {
    const section = /^\/static/.test(url) ? "static" : /^\/(media|uploads?)/.test(url) ? "media" : null;
    const found = block.find(({ name }) => name === "alias" || name === "root");
    if (section === null || found === undefined) return [];
    const folder = (found.args[0] ?? "").replace(/\/+$/, "");
    const root = found.name === "alias" ? folder : `${folder}${url.replace(/\/+$/, "")}`;
    const slashed = url.endsWith("/") ? url : `${url}/`;
    return [
      {
        path: ["django", section],
        kind: "value",
        value: { url: slashed, root },
        from: `${file}:${found.line}`,
      },
    ];
  });
}

function webSockets(file: string, directives: readonly Directive[]): Entry[] {
  const upgrades = ({ name, args }: Directive) =>
    name === "proxy_set_header" && /^upgrade$/i.test(args[0] ?? "");
  return locations(directives)
    .filter(({ url, block }) => url !== "/" && block.some(upgrades))
    .map(({ url, line }) => ({
      path: ["server", "nginx", "webSocketPaths"],
      kind: "item",
      value: url.endsWith("/") ? url : `${url}/`,
      from: `${file}:${line}`,
    }));
}

function locations(
  directives: readonly Directive[],
): { url: string; line: number; block: readonly Directive[] }[] {
  return [...walk(directives)].flatMap(({ name, args, line, block }) => {
    const url = args.at(-1) ?? "";
    return name === "location" && block && args[0] !== "~" && args[0] !== "~*" && url.startsWith("/")
      ? [{ url, line, block }]
      : [];
  });
}

const lists: Readonly<Record<string, readonly string[]>> = {
  ALLOWED_HOSTS: ["django", "allowedHosts"],
  CORS_ALLOWED_ORIGINS: ["django", "corsAllowedOrigins"],
  CORS_ORIGIN_WHITELIST: ["django", "corsAllowedOrigins"],
  CSRF_TRUSTED_ORIGINS: ["django", "csrfTrustedOrigins"],
};

function settingsEntries({ settings }: Backend, host: string): Entry[] {
  return settings.flatMap(({ name, value, file, line }): Entry[] => {
    const from = `${file}:${line}`;
    const list = lists[name];
    // What follows from the host stands in the generated settings anyway.
    if (list)
      return [host, `https://${host}`].includes(value) ? [] : [{ path: list, kind: "item", value, from }];
    if (name !== "DATA_UPLOAD_MAX_MEMORY_SIZE" || !/^\d+$/.test(value)) return [];
    return [{ path: ["django", "dataUploadMaxBytes"], kind: "value", value: Number(value), from }];
  });
}

const gunicorn: Readonly<Record<string, string>> = {
  "--workers": "workers",
  "--timeout": "timeoutSeconds",
  application: "application",
  virtualEnv: "virtualEnv",
  User: "user",
  WorkingDirectory: "workingDirectory",
  EnvironmentFile: "environmentFile",
};

function unitEntries({ facts }: GunicornUnit): Entry[] {
  return facts.flatMap(({ name, value, file, line }): Entry[] => {
    const field = gunicorn[name];
    if (field === undefined) return [];
    const path = ["server", "gunicorn", field];
    return [
      { path, kind: "value", value: /^\d+$/.test(value) ? Number(value) : value, from: `${file}:${line}` },
    ];
  });
}

/** @returns what the config has a place for, but whose value only Python or the server knows */
export function unreadParts({ backend, unit }: HandMade): Unread[] {
  const hasPlace = (name: string) => name in lists || name === "DATA_UPLOAD_MAX_MEMORY_SIZE";
  const settings = backend?.calculated.filter(({ name }) => hasPlace(name)) ?? [];
  const parts = [...settings.map((one) => ({ ...one, reason: "an expression" })), ...(unit?.unread ?? [])];
  return parts.map(({ name, file, line, reason }) => ({ name, from: `${file}:${line}`, reason }));
}

export interface Unread {
  readonly name: string;
  readonly from: string;
  readonly reason: string;
}

function variableEntries({ variables, envPrefix, envFile }: FrontendApp, host: string): Entry[] {
  const ours = variables.filter(({ name }) => name.startsWith(envPrefix));
  const api =
    ours.find(({ value }) => hostOfUrl(value) === host) ??
    ours.find(({ name }) => /API.*(URL|HOST|BASE)|(URL|HOST|BASE).*API/.test(name));
  return ours.map((one): Entry => {
    const from = `${envFile}:${one.line}`;
    const name = one.name.slice(envPrefix.length);
    return one === api
      ? { path: ["frontend", "apiUrlName"], kind: "value", value: name, from }
      : { path: ["frontend", "variables", name], kind: "value", value: one.value, from };
  });
}

function hostOfUrl(value: string): string | null {
  return URL.canParse(value) ? new URL(value).hostname : null;
}
