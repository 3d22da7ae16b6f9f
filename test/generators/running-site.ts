// Sites that run for a test: generated files installed, placeholder certificates made, Nginx started.
import type { Project } from "../../config/project";
import { certbotFiles } from "../../generators/certbot/view";
import { nginxFiles } from "../../generators/nginx/view";
import { program } from "../programs";
import { type Answer, type Asked, ask } from "../request";
import { listening, ServerRoot } from "../server-root";

/** What `describeWith` has to find for `runSites`. */
export const sitePrograms = ["nginx", "openssl", "flock"];

export interface RunningSites {
  readonly root: ServerRoot;
  overHttp(asked: Partial<Asked>): Promise<Answer>;
  /** With the host as SNI unless `serverName` says otherwise. */
  overHttps(asked: Partial<Asked>): Promise<Answer>;
}

/** @param prepare runs before Nginx starts */
export async function runSites(
  projects: readonly Project[],
  prepare: (root: ServerRoot) => void | Promise<void> = () => {},
): Promise<RunningSites> {
  const root = await ServerRoot.create();
  for (const project of projects) {
    root.install([...nginxFiles(project), ...certbotFiles(project)]);
    const { status, output } = root.run(root.at(`/deploy/${project.name}-bootstrap.sh`));
    if (status !== 0) throw new Error(output);
  }
  await prepare(root);
  await root.startNginx();
  const host = projects[0]!.server!.host.name;
  return {
    root,
    overHttp: (asked) => ask({ port: root.httpPort, host, path: "/", ...asked }),
    overHttps: (asked) =>
      ask({ port: root.httpsPort, serverName: asked.host ?? host, host, path: "/", ...asked }),
  };
}

/** Runs echo_app.py in the real Gunicorn, on the socket that the project's Nginx connects to. */
export async function startGunicorn(root: ServerRoot, project: Project): Promise<void> {
  const path = root.at(project.server!.gunicorn.socket);
  root.start(program("gunicorn"), ["--bind", `unix:${path}`, "--chdir", __dirname, "echo_app:application"]);
  await listening({ path });
}
