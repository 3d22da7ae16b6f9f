// A server in a temporary folder: generated files laid out as on a real one and run by the real programs.
//
// Rewritten on the way, and nothing else:
// - paths below /etc, /srv, /run and /var go below the folder;
// - `listen 80` and `listen 443` become free ports of the loopback addresses, and so does 127.0.0.1:443;
// - scripts find an `nginx` that reads the folder's nginx.conf.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { networkInterfaces, tmpdir, userInfo } from "node:os";
import { basename, dirname, join } from "node:path";
import type { GeneratedFile } from "../generators/generated-file";
import { program } from "./programs";

export interface Outcome {
  readonly status: number | null;
  readonly output: string;
}

export class ServerRoot {
  private readonly children: ChildProcess[] = [];

  private constructor(
    readonly path: string,
    readonly httpPort: number,
    readonly httpsPort: number,
  ) {}

  static async create(): Promise<ServerRoot> {
    const path = mkdtempSync(join(tmpdir(), "httpsmith-"));
    // Nginx's workers are another user.
    chmodSync(path, 0o755);
    const root = new ServerRoot(path, await freePort(), await freePort());
    const folders = ["/var/log/nginx", "/var/lib/nginx", "/run", "/etc/nginx/sites-enabled"];
    for (const folder of folders) mkdirSync(root.at(folder), { recursive: true });
    root.write("/etc/nginx/nginx.conf", mainConfig());
    root.write(
      "/bin/nginx",
      `#!/bin/sh\nexec ${program("nginx")} -p ${path} -c ${path}/etc/nginx/nginx.conf "$@"\n`,
    );
    chmodSync(root.at("/bin/nginx"), 0o755);
    return root;
  }

  /** Puts the files where they would be installed, or into /deploy, and enables the sites. */
  install(files: readonly GeneratedFile[]): void {
    for (const file of files) {
      const installed = file.installPath ?? `/deploy/${basename(file.path)}`;
      this.write(installed, file.text);
      chmodSync(this.at(installed), file.executable ? 0o755 : 0o644);
      if (installed.includes("/sites-available/")) this.enable(installed);
    }
  }

  private enable(site: string): void {
    const link = this.at(site.replace("/sites-available/", "/sites-enabled/"));
    rmSync(link, { force: true });
    symlinkSync(this.at(site), link);
  }

  /** Adds a program that scripts find before the system's one of the same name. */
  addProgram(name: string, text: string): void {
    mkdirSync(this.at("/bin"), { recursive: true });
    writeFileSync(this.at(`/bin/${name}`), text, { mode: 0o755 });
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), this.rewrite(text));
  }

  /** Lets other users write, as they must to connect to a socket. */
  allowAll(path: string): void {
    chmodSync(this.at(path), 0o777);
  }

  read(path: string): string {
    return readFileSync(this.at(path), "utf8");
  }

  /** Where a path of the server is in the root. */
  at(path: string): string {
    return join(this.path, path);
  }

  rewrite(text: string): string {
    return text
      .replace(/(?<![\w.])\/(etc|srv|run|var)\//g, `${this.path}/$1/`)
      .replace(/listen \[::\]:(80|443)(?=[ ;])/g, (_, port) =>
        hasIpv6 ? `listen [::1]:${this.port(port)}` : "#",
      )
      .replace(/listen (80|443)(?=[ ;])/g, (_, port) => `listen 127.0.0.1:${this.port(port)}`)
      .replace(/127\.0\.0\.1:443\b/g, `127.0.0.1:${this.httpsPort}`);
  }

  run(path: string, args: readonly string[] = [], env: Record<string, string> = {}): Outcome {
    const { status, stdout, stderr } = spawnSync(path, args, { env: this.env(env), encoding: "utf8" });
    return { status, output: stdout + stderr };
  }

  /** Starts a program that stays until the root is removed. */
  start(path: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const child = spawn(path, args, { env: this.env(env), stdio: "ignore" });
    this.children.push(child);
    return child;
  }

  async startNginx(): Promise<void> {
    this.start(this.at("/bin/nginx"), ["-g", "daemon off;"]);
    await listening({ port: this.httpsPort, host: "127.0.0.1" });
  }

  async remove(): Promise<void> {
    const running = this.children.filter((child) => child.exitCode === null && child.signalCode === null);
    const ended = running.map((child) => new Promise((resolve) => child.once("exit", resolve)));
    for (const child of running) child.kill("SIGTERM");
    await Promise.all(ended);
    rmSync(this.path, { recursive: true, force: true });
  }

  private env(added: Record<string, string>): NodeJS.ProcessEnv {
    // Python would leave its bytecode beside the sources.
    const python = { PYTHONDONTWRITEBYTECODE: "1" };
    return { ...process.env, ...python, PATH: `${this.at("/bin")}:/usr/sbin:/usr/bin:/bin`, ...added };
  }

  private port(port: string): number {
    return port === "80" ? this.httpPort : this.httpsPort;
  }
}

/** Waits until a TCP port or a UNIX socket takes connections. */
export async function listening(place: { port: number; host: string } | { path: string }): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    if (await accepts(place)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`nothing listens on ${JSON.stringify(place)}`);
}

function accepts(place: { port: number; host: string } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(place);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("close", () => socket.destroy());
    socket.once("connect", () => socket.end());
  });
}

/** @returns a port of the loopback address that nobody has now */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address ? resolve(address.port) : reject()));
    });
  });
}

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === "::1"),
);

// Debian's stock nginx.conf, with its old protocols: the site has to win over them.
function mainConfig(): string {
  return `${userInfo().uid === 0 ? "user www-data;" : ""}
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
worker_processes 1;
events { worker_connections 768; }
http {
  sendfile on;
  types_hash_max_size 2048;
  types { text/html html; text/css css; text/plain txt; image/png png; image/svg+xml svg; }
  default_type application/octet-stream;
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;
  ssl_prefer_server_ciphers on;
  access_log /var/log/nginx/access.log;
  gzip on;
  client_body_temp_path /var/lib/nginx/body;
  proxy_temp_path /var/lib/nginx/proxy;
  fastcgi_temp_path /var/lib/nginx/fastcgi;
  uwsgi_temp_path /var/lib/nginx/uwsgi;
  scgi_temp_path /var/lib/nginx/scgi;
  include /etc/nginx/sites-enabled/*;
}
`;
}
