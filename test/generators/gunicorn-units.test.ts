// The generated units, verified by the real systemd, and their command run as systemd would run it.
import { mkdirSync, statSync, symlinkSync } from "node:fs";
import { request } from "node:http";
import type { Project } from "../../config/project";
import { certbotFiles } from "../../generators/certbot/view";
import { readUnit } from "../../generators/gunicorn/read";
import { gunicornFiles } from "../../generators/gunicorn/view";
import { describeWith, program } from "../programs";
import { moathon } from "../projects";
import { listening, ServerRoot } from "../server-root";
import { rich, withGunicorn } from "./variants";

const units = "/etc/systemd/system";

function textOf(project: Project, ending: string): string {
  return gunicornFiles(project).find(({ path }) => path.endsWith(ending))!.text;
}

function valuesOf(project: Project, ending: string, name: string): string[] {
  const facts = readUnit(textOf(project, ending));
  return facts.filter((fact) => fact.name === name).map(({ value }) => value);
}

async function install(project: Project): Promise<ServerRoot> {
  const root = await ServerRoot.create();
  root.install([...gunicornFiles(project), ...certbotFiles(project)]);
  const bin = root.at(`${project.server!.gunicorn.virtualEnv}/bin`);
  mkdirSync(bin, { recursive: true });
  symlinkSync(program("gunicorn"), `${bin}/gunicorn`);
  return root;
}

describe("the units", () => {
  test("let nobody but Nginx connect", () => {
    const socket = (name: string) => valuesOf(moathon, ".socket", `Socket.${name}`);
    expect([socket("SocketUser"), socket("SocketMode")]).toEqual([["www-data"], ["0600"]]);
  });

  test("make only the media folder writable", () => {
    expect(valuesOf(moathon, "moathon.service", "Service.ReadWritePaths")).toEqual([]);
    expect(valuesOf(rich, "moathon.service", "Service.ReadWritePaths")).toEqual(["-/srv/moathon/media"]);
  });

  test("keep a home folder readable when the application lives in one", () => {
    const inHome = withGunicorn({ workingDirectory: "/home/ubuntu/app", virtualEnv: "/home/ubuntu/venv" });
    expect(valuesOf(inHome, "moathon.service", "Service.ProtectHome")).toEqual(["read-only"]);
    expect(valuesOf(moathon, "moathon.service", "Service.ProtectHome")).toEqual(["true"]);
  });

  test("watch the secrets and, with Django, the generated settings", () => {
    expect(valuesOf(moathon, ".path", "Path.PathChanged")).toEqual([
      "/etc/moathon/environment",
      "/srv/moathon/backend/config/settings_https.py",
    ]);
    const withoutDjango = { ...moathon, django: null };
    expect(valuesOf(withoutDjango, ".path", "Path.PathChanged")).toEqual(["/etc/moathon/environment"]);
  });

  test("hand the certificate over only where Nginx is up, also at boot", () => {
    const after = valuesOf(moathon, "certificate-moathon.service", "Unit.After");
    expect(after).toEqual([expect.stringMatching(/^nginx\.service /)]);
  });

  test("are not made without a server", () => {
    expect(gunicornFiles({ ...moathon, server: null })).toEqual([]);
  });
});

describeWith(["systemd-analyze", "gunicorn"], "systemd-analyze verify", () => {
  let root: ServerRoot;
  afterEach(() => root.remove());

  const verify = (name: string) =>
    root.run(program("systemd-analyze"), ["verify", "--man=no", root.at(`${units}/${name}`)], {
      SYSTEMD_UNIT_PATH: `${root.at(units)}:`,
    });

  test.each([
    "gunicorn-moathon.socket",
    "gunicorn-moathon.service",
    "gunicorn-moathon-restart.path",
    "gunicorn-moathon-restart.service",
    "certificate-moathon.service",
  ])("finds nothing in %s", async (name) => {
    root = await install(rich);
    expect(verify(name)).toEqual({ status: 0, output: "" });
  });

  test("rejects a directive that does not exist", async () => {
    root = await install(rich);
    const name = "gunicorn-moathon.service";
    root.write(`${units}/${name}`, root.read(`${units}/${name}`).replace("ProtectHome=", "ProtectHouse="));
    expect(verify(name).output).toContain("ProtectHouse");
  });
});

describeWith(["systemd-socket-activate", "gunicorn"], "Gunicorn as systemd starts it", () => {
  test("answers on the socket that it is handed", async () => {
    const project = withGunicorn({ application: "echo_app:application" });
    const root = await install(project);
    const facts = readUnit(root.read(`${units}/gunicorn-moathon.service`));
    const socket = readUnit(root.read(`${units}/gunicorn-moathon.socket`));
    const path = socket.find(({ name }) => name === "Socket.ListenStream")!.value;
    const command = facts.find(({ name }) => name === "Service.ExecStart")!.value.split(" ");
    const options = [
      "--listen",
      path,
      "--setenv",
      `PYTHONPATH=${__dirname}`,
      "--setenv",
      "PYTHONDONTWRITEBYTECODE",
    ];
    root.start(program("systemd-socket-activate"), [...options, ...command]);
    await listening({ path });
    expect(await statusOf(path)).toBe(200);
    expect(statSync(path).isSocket()).toBe(true);
    await root.remove();
  });
});

function statusOf(socketPath: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath, path: "/" }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once("error", reject).end();
  });
}
