// Resolves the django section: whom it trusts follows from the server's host and the front end's origins.
import type { Config } from "../../schemas/config";
import { isSameSite } from "../host-name";
import type { Cookies, Distribution, Django, Frontend, Host, Server, Storage } from "../project";

/** The sections that Django's settings follow from. */
export interface Around {
  readonly server: Server;
  readonly frontend: Frontend | null;
  readonly site: Distribution | null;
  readonly storage: Storage | null;
}

export function resolveDjango(
  django: NonNullable<Config["django"]>,
  { server, frontend, site, storage }: Around,
): Django {
  const pages = site?.webOrigins ?? [];
  const crossOrigin = frontend?.layout === "cross-origin";
  return {
    settingsFile: django.settingsFile,
    allowedHosts: unique([server.host.name, ...django.allowedHosts]),
    corsAllowedOrigins: unique([...(crossOrigin ? pages : []), ...django.corsAllowedOrigins]),
    csrfTrustedOrigins: unique([server.host.origin, ...pages, ...django.csrfTrustedOrigins]),
    cookies: resolveCookies(server.host, frontend, site),
    dataUploadMaxBytes: django.dataUploadMaxBytes,
    static: { url: django.static.url, root: django.static.root ?? `${server.directory}/static` },
    media: django.media
      ? { url: django.media.url, root: django.media.root ?? `${server.directory}/media` }
      : null,
    storage,
    silencedChecks: silencedChecks(server),
  };
}

// cloudfront.net is a public suffix: a page there is another site than any API, so browsers keep its cookies only
// when they are Partitioned (reference e2e.md §6).
function resolveCookies(host: Host, frontend: Frontend | null, site: Distribution | null): Cookies {
  const pageHosts = (site?.webOrigins ?? []).map((origin) => new URL(origin).hostname);
  const unknownPage = pageHosts.length === 0;
  const crossSite =
    frontend?.layout === "cross-origin" &&
    (unknownPage || pageHosts.some((page) => !isSameSite(page, host.name)));
  return { crossSite, sameSite: crossSite ? "None" : "Lax", partitioned: crossSite };
}

function silencedChecks({ host, hsts }: Server): { id: string; reason: string }[] {
  if (!hsts)
    return [
      { id: "security.W004", reason: "Browsers ignore HSTS for an IP address (RFC 6797 section 8.1.1)." },
    ];
  return [
    ...(hsts.includeSubDomains ? [] : [{ id: "security.W005", reason: subDomainReason(host) }]),
    ...(hsts.preload ? [] : [{ id: "security.W021", reason: "The HSTS preload list is not asked for." }]),
  ];
}

function subDomainReason(host: Host): string {
  if (host.kind === "nip.io") return "Sub-domains of nip.io belong to other people.";
  return "The config does not ask for HSTS on sub-domains (hsts.includeSubDomains).";
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
