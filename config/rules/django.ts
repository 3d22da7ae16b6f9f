// Rules of the django section: names and origins in the one form that Django and browsers compare.
import ipaddr from "ipaddr.js";
import { hostNameFault } from "../host-name";
import type { JsonPath, Problem } from "../problem";
import { show } from "../show";
import { originFault } from "../web-origin";
import { error, firstWritten, type Rule } from "./report";

export const djangoHosts: Rule = {
  reads: ["django.allowedHosts"],
  check: ({ config: { django } }) =>
    (django?.allowedHosts ?? []).flatMap((host, index) => {
      // A health check reaches the server by its address, so here an address is a name.
      if (host === "localhost" || ipaddr.IPv4.isValidFourPartDecimal(host)) return [];
      const fault = hostNameFault(host);
      return fault
        ? [error("django/allowed-host", ["django", "allowedHosts", index], { ...fault, got: show(host) })]
        : [];
    }),
};

export const djangoOrigins: Rule = {
  reads: ["django.corsAllowedOrigins", "django.csrfTrustedOrigins"],
  check: ({ config: { django } }) => [
    ...originProblems(django?.corsAllowedOrigins ?? [], ["django", "corsAllowedOrigins"]),
    ...originProblems(django?.csrfTrustedOrigins ?? [], ["django", "csrfTrustedOrigins"]),
  ],
};

function originProblems(origins: readonly string[], path: JsonPath): Problem[] {
  return origins.flatMap((origin, index) => {
    const fault = originFault(origin);
    return fault ? [error("django/origin", [...path, index], { ...fault, got: show(origin) })] : [];
  });
}

export const djangoNeedsServer: Rule = {
  reads: ["django", "server"],
  check: ({ config }) => {
    if (!config.django || config.server) return [];
    return [
      error("django/no-server", ["django"], {
        at: "key",
        message:
          "Django's hosts, origins and paths come from the server section, which this project does not have.",
        fix: 'Add "server", or remove "django".',
      }),
    ];
  },
};

export const djangoBodySize: Rule = {
  reads: ["django.dataUploadMaxBytes", "server.nginx.maxBodyBytes"],
  check: ({ config: { django, server }, written }) => {
    if (!django || !server || django.dataUploadMaxBytes <= server.nginx.maxBodyBytes) return [];
    const path = firstWritten(written, ["django", "dataUploadMaxBytes"], ["server", "nginx", "maxBodyBytes"]);
    return [
      error("django/body-size-order", path, {
        message: "Nginx refuses bodies (413) that Django is set to accept.",
        got: `django.dataUploadMaxBytes ${django.dataUploadMaxBytes}, server.nginx.maxBodyBytes ${server.nginx.maxBodyBytes}`,
        expected: "dataUploadMaxBytes at most maxBodyBytes",
        fix: `Raise server.nginx.maxBodyBytes to ${django.dataUploadMaxBytes}, or lower dataUploadMaxBytes.`,
      }),
    ];
  },
};

export const djangoUrlPaths: Rule = {
  reads: ["django.static", "django.media", "server.nginx.webSocketPaths"],
  check: ({ config: { django, server } }) => {
    if (!django) return [];
    const taken = new Map<string, string>([[django.static.url, "django.static.url"]]);
    const others = [
      ...(django.media ? [{ url: django.media.url, path: ["django", "media", "url"] as JsonPath }] : []),
      ...(server?.nginx.webSocketPaths ?? []).map((url, index) => ({
        url,
        path: ["server", "nginx", "webSocketPaths", index] as JsonPath,
      })),
    ];
    return others.flatMap(({ url, path }) => overlapProblem(taken, url, path));
  },
};

function overlapProblem(taken: Map<string, string>, url: string, path: JsonPath): Problem[] {
  const clash = [...taken].find(([other]) => other === url);
  taken.set(url, path.join("."));
  if (!clash) return [];
  return [
    error("django/url-path-twice", path, {
      message: `Nginx serves this URL path for ${clash[1]} already.`,
      got: url,
      fix: "Choose another URL path for one of them.",
    }),
  ];
}
