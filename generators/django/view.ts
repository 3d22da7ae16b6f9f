// The Django settings file: what HTTPS behind Nginx needs, applied on top of the project's own settings.
import type { Django, Hsts, Project, Server } from "../../config/project";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import key from "../signer/key.py.hbs";
import keyId from "../signer/key-id.py.hbs";
import { pendingFacts } from "../signer/keys-view";
import apply from "./apply.py.hbs";
import { boolean, integer, list, moduleName, string } from "./quote";
import settings from "./settings.py.hbs";
import storage from "./storage.py.hbs";
import { storageView } from "./storage-view";

/** @returns the settings file, or nothing when the project has no Django */
export function djangoFiles(project: Project): GeneratedFile[] {
  const { django, server } = project;
  if (django === null || server === null) return [];
  const view = djangoView(project, django, server);
  const parts = [
    settings,
    apply,
    ...(view["storage"] ? [storage] : []),
    ...(view["signed"] ? [keyId, key] : []),
  ];
  return [
    {
      path: django.settingsFile,
      text: parts.map((part) => render(part, view)).join(""),
      executable: false,
      purpose: "Django settings for HTTPS, hosts, origins and cookies",
      installPath: null,
    },
  ];
}

function djangoView(project: Project, django: Django, server: Server): View {
  const crossOrigin = project.frontend?.layout === "cross-origin";
  return {
    header: header("Django settings for HTTPS in production: hosts, origins, cookies and files", null),
    module: moduleName(django.settingsFile),
    pending: pendingFacts(project.pending, (neededBy) =>
      neededBy.endsWith(`_ORIGINS in ${django.settingsFile}`),
    ).map((what) => `${what}; \`cdktf deploy\`, then \`httpsmith generate\`.`),
    crossOrigin,
    // Before the first deploy the front end's origin is unknown; the application must already be ready for it.
    cors: crossOrigin || django.corsAllowedOrigins.length > 0,
    allowedHosts: list(django.allowedHosts.map((text) => ({ text }))),
    corsAllowedOrigins: list(django.corsAllowedOrigins.map((text) => ({ text }))),
    csrfTrustedOrigins: list(django.csrfTrustedOrigins.map((text) => ({ text }))),
    ...hstsView(server.hsts),
    ...cookiesView(django),
    ...filesView(django),
    ...storageView(project, django),
    silencedChecks: list(django.silencedChecks.map(({ id, reason }) => ({ text: id, comment: reason }))),
  };
}

function hstsView(hsts: Hsts | null): View {
  return {
    hsts: hsts !== null,
    hstsSeconds: integer(hsts === null ? 0 : hsts.maxAgeSeconds),
    hstsIncludeSubDomains: boolean(hsts?.includeSubDomains === true),
    hstsPreload: boolean(hsts?.preload === true),
  };
}

function cookiesView({ cookies }: Django): View {
  return {
    crossSite: cookies.crossSite,
    sameSite: string(cookies.sameSite),
    partitioned: cookies.partitioned,
  };
}

function filesView(django: Django): View {
  return {
    staticUrl: string(django.static.url),
    staticRoot: string(django.static.root),
    media: django.media !== null,
    mediaUrl: string(django.media?.url ?? ""),
    mediaRoot: string(django.media?.root ?? ""),
    dataUploadMaxBytes: integer(django.dataUploadMaxBytes),
  };
}
