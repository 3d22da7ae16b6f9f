// A farm of real TLS servers, each with one fault: one Nginx with a port for each certificate, openssl s_server for
// what Nginx cannot do wrong, and sockets for those that do not speak TLS.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttp, type Server as HttpServer } from "node:http";
import { createServer as createHttps } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { program } from "../../programs";
import { freePort, listening } from "../../server-root";
import { type Issued, Pki } from "./pki";

export interface NginxSite {
  /** File with the certificates, leaf first unless that is the fault. */
  readonly chain: string;
  readonly key: string;
  /** Further lines of the server block. */
  readonly lines?: string;
  /** Further server blocks on the same port, without their `listen`. */
  readonly other?: string;
}

export class Farm {
  readonly folder = mkdtempSync(join(tmpdir(), "httpsmith-farm-"));
  readonly pki = new Pki(join(this.folder, "pki"));
  private readonly children: ChildProcess[] = [];
  private readonly servers: (Server | HttpServer)[] = [];
  private readonly sockets = new Set<Socket>();

  /** Starts one Nginx with a TLS port for each site and one that redirects. @returns the ports by name */
  async nginx(sites: Readonly<Record<string, NginxSite>>, host: string): Promise<Record<string, number>> {
    chmodSync(this.folder, 0o755);
    const names = [...Object.keys(sites), "http"];
    const ports = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await freePort()])));
    const blocks = Object.entries(sites).map(([name, site]) => block(ports[name], site));
    for (const name of ["body", "proxy", "fastcgi", "uwsgi", "scgi"]) mkdirSync(join(this.folder, name));
    const config = join(this.folder, "nginx.conf");
    writeFileSync(config, nginxConfig(this.folder, blocks, ports["http"], host));
    this.start(program("nginx"), [
      "-p",
      this.folder,
      "-c",
      config,
      "-e",
      join(this.folder, "error.log"),
      "-g",
      "daemon off;",
    ]);
    await listening({ port: ports["http"], host: "127.0.0.1" });
    return ports;
  }

  /** @returns the port of an openssl s_server with these flags */
  async sServer({ certificate, key }: Issued, chain: string, flags: readonly string[]): Promise<number> {
    const port = await freePort();
    const own = ["-cert", certificate, "-key", key, "-cert_chain", chain, "-accept", `127.0.0.1:${port}`];
    this.start(program("openssl"), ["s_server", "-quiet", "-www", ...own, ...flags]);
    await listening({ port, host: "127.0.0.1" });
    return port;
  }

  /** A port that takes connections and never says a word. */
  silent(): Promise<number> {
    return this.listen(createServer());
  }

  /** A web server without TLS. */
  plain(): Promise<number> {
    return this.listen(createHttp((_, response) => response.end("plain")));
  }

  /** A TLS server that answers as `handler` does. */
  https(chain: string, { key }: Issued, handler: Parameters<typeof createHttps>[1]): Promise<number> {
    return this.listen(createHttps({ cert: readFileSync(chain), key: readFileSync(key) }, handler));
  }

  async remove(): Promise<void> {
    const ended = this.children.map((child) => new Promise((done) => child.once("exit", done)));
    for (const child of this.children) child.kill("SIGTERM");
    for (const socket of this.sockets) socket.destroy();
    await Promise.all([...ended, ...this.servers.map((server) => new Promise((done) => server.close(done)))]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Lets a server listen on a port of its own. */
  listen(server: Server | HttpServer): Promise<number> {
    this.servers.push(server);
    server.on("connection", (socket: Socket) => {
      this.sockets.add(socket);
      socket.on("error", () => {}).once("close", () => this.sockets.delete(socket));
    });
    return new Promise((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
    });
  }

  private start(path: string, args: readonly string[]): void {
    this.children.push(spawn(path, args, { stdio: "ignore" }));
  }
}

function block(port: number | undefined, { chain, key, lines = "", other }: NginxSite): string {
  const second =
    other === undefined ? "" : `server { listen 127.0.0.1:${port} ssl default_server; ${other} }`;
  return `${second}
server {
  listen 127.0.0.1:${port} ssl;
  ssl_certificate ${chain};
  ssl_certificate_key ${key};
  add_header Strict-Transport-Security "max-age=63072000" always;
  ${lines}
  location / { return 200 "ok"; }
}`;
}

function nginxConfig(
  folder: string,
  blocks: readonly string[],
  http: number | undefined,
  host: string,
): string {
  return `${userInfo().uid === 0 ? "user www-data;" : ""}
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
worker_processes 1;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ssl_protocols TLSv1.2 TLSv1.3;
  server {
    listen 127.0.0.1:${http};
    return 308 https://${host}$request_uri;
  }
  ${blocks.join("\n")}
}
`;
}
