// The systemd units of a project: Gunicorn's socket and service, its restart when settings change, and the
// certificate's hand-over to Nginx, once more.
import type { Project, Server } from "../../config/project";
import { hookPath } from "../certbot/view";
import type { GeneratedFile } from "../generated-file";
import { header } from "../header";
import { render, type View } from "../render";
import certificateService from "./certificate.service.hbs";
import * as quote from "./quote";
import restartPath from "./restart.path.hbs";
import restartService from "./restart.service.hbs";
import service from "./service.hbs";
import socket from "./socket.hbs";

/** The user of Nginx's workers on Debian and Ubuntu. */
const nginxUser = "www-data";

export function gunicornFiles(project: Project): GeneratedFile[] {
  const { server, name } = project;
  if (server === null) return [];
  const { unit } = server.gunicorn;
  const view = unitView(project, server);
  const units = [
    [`${unit}.socket`, `Socket between Nginx and Gunicorn for ${name}`, socket],
    [`${unit}.service`, `Gunicorn for ${name}`, service],
    [`${unit}-restart.path`, `Watch on the settings of ${name}`, restartPath],
    [`${unit}-restart.service`, `Restart of Gunicorn for ${name} when settings change`, restartService],
    [
      `certificate-${name}.service`,
      `Another try to hand the certificate of ${name} to Nginx`,
      certificateService,
    ],
  ] as const;
  return units.map(([file, purpose, template]) => {
    const installPath = `/etc/systemd/system/${file}`;
    return {
      path: `${server.outputDir}/systemd/${file}`,
      text: render(template, { header: header(purpose, installPath), ...view }),
      executable: false,
      purpose,
      installPath,
    };
  });
}

function unitView(project: Project, server: Server): View {
  const { gunicorn } = server;
  const mediaRoot = project.django?.media?.root ?? null;
  return {
    project: quote.word(project.name),
    unit: quote.word(gunicorn.unit),
    nginxUser,
    socket: quote.path(gunicorn.socket),
    user: quote.word(gunicorn.user),
    workingDirectory: quote.path(gunicorn.workingDirectory),
    environmentFile: quote.path(gunicorn.environmentFile),
    virtualEnv: quote.path(gunicorn.virtualEnv),
    application: quote.word(gunicorn.application),
    workers: quote.count(gunicorn.workers),
    timeout: quote.count(gunicorn.timeoutSeconds),
    mediaRoot: mediaRoot === null ? null : quote.path(mediaRoot),
    protectHome: protectHome([gunicorn.workingDirectory, gunicorn.virtualEnv, mediaRoot ?? "/"]),
    watched: watchedFiles(project, server),
    live: quote.path(`/etc/letsencrypt/live/${server.acme.certName}`),
    hook: quote.path(hookPath(project.name)),
  };
}

// https://www.freedesktop.org/software/systemd/man/latest/systemd.exec.html#ProtectHome=
function protectHome(used: readonly string[]): string {
  const inHome = used.some((path) => /^\/(home|root|run\/user)(\/|$)/.test(path));
  return inHome ? "read-only" : "true";
}

function watchedFiles({ django }: Project, { directory, gunicorn }: Server): string[] {
  const settings = django ? [`${directory}/${django.settingsFile}`] : [];
  return [gunicorn.environmentFile, ...settings].map(quote.path);
}
