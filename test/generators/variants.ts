// Variants of the moathon project for tests of the server's files.
import type { Gunicorn, Host, Nginx, Project, Server } from "../../config/project";
import { moathon } from "../projects";

export const server: Server = moathon.server!;

/** The project with another server section. */
export function withServer(changes: Partial<Server>): Project {
  return { ...moathon, server: { ...server, ...changes } };
}

export function withNginx(changes: Partial<Nginx>, project: Project = moathon): Project {
  return { ...project, server: { ...project.server!, nginx: { ...project.server!.nginx, ...changes } } };
}

export function withGunicorn(changes: Partial<Gunicorn>): Project {
  return withServer({ gunicorn: { ...server.gunicorn, ...changes } });
}

/** As the config resolves it: certificate names, folders and HSTS follow from the host. */
export function withHost(kind: Host["kind"], name: string): Project {
  const host = { kind, name, ip: null, origin: `https://${name}` };
  const acme = { ...server.acme, certName: name, tlsDirectory: `/etc/nginx/tls/${name}` };
  return withServer({ host, acme, hsts: kind === "ip" ? null : server.hsts });
}

/** One host of each kind. */
export const hosts: readonly Project[] = [
  moathon,
  withHost("domain", "api.example.com"),
  withHost("ip", "54.180.1.2"),
];

/** With media, WebSockets and everything else that is optional. */
export const rich: Project = withNginx(
  { webSocketPaths: ["/ws/", "/live/"] },
  { ...moathon, django: { ...moathon.django!, media: { url: "/media/", root: "/srv/moathon/media" } } },
);

/** A second project on the same machine. */
export function renamed(project: Project, name: string, host: string): Project {
  const { acme, gunicorn } = project.server!;
  return {
    ...project,
    name,
    server: {
      ...project.server!,
      host: { ...project.server!.host, kind: "domain", name: host },
      acme: { ...acme, certName: host, tlsDirectory: `/etc/nginx/tls/${host}` },
      gunicorn: { ...gunicorn, unit: `gunicorn-${name}`, socket: `/run/gunicorn-${name}.sock` },
    },
  };
}
