// The other shapes of a site: a bare address, WebSockets, and directives that the user adds.
import { createServer, type Server } from "node:net";
import { connect } from "node:tls";
import { describeWith } from "../programs";
import { listening } from "../server-root";
import { installedNginx } from "./installed-nginx";
import { type RunningSites, runSites, sitePrograms, startGunicorn } from "./running-site";
import { rich, withHost, withNginx } from "./variants";

const address = withNginx(installedNginx, withHost("ip", "54.180.1.2"));
const project = withNginx(installedNginx, rich);

describeWith([...sitePrograms, "gunicorn"], "a site for a bare address", () => {
  let sites: RunningSites;
  beforeAll(async () => {
    sites = await runSites([address], (root) => {
      // A site that comes first, and would be the default of port 80 if nobody claimed that.
      const other = "server { listen 80; server_name other.example; return 200 other; }";
      root.write("/etc/nginx/sites-enabled/another.conf", other);
      return startGunicorn(root, address);
    });
  });
  afterAll(() => sites.root.remove());

  test("answers clients, which send no SNI", async () => {
    expect((await sites.overHttps({ serverName: "" })).status).toBe(200);
  });

  test("redirects to the address", async () => {
    const answer = await sites.overHttp({ path: "/a?b" });
    expect([answer.status, answer.header("location")]).toEqual([308, ["https://54.180.1.2/a?b"]]);
  });

  test("hangs up on every other host on both ports", async () => {
    expect((await sites.overHttp({ host: "evil.example" })).status).toBeNull();
    expect((await sites.overHttps({ serverName: "", host: "evil.example" })).status).toBeNull();
  });

  test("sends no HSTS, which browsers ignore for an address", async () => {
    expect((await sites.overHttps({ serverName: "" })).header("strict-transport-security")).toEqual([]);
  });
});

describeWith(sitePrograms, "a site with WebSockets", () => {
  let sites: RunningSites;
  let application: Server;
  let received = "";
  beforeAll(async () => {
    sites = await runSites([project], async (root) => {
      const path = "/run/gunicorn-moathon.sock";
      application = upgradingServer((head) => {
        received = head;
      }).listen(root.at(path));
      await listening({ path: root.at(path) });
      root.allowAll(path);
    });
  });
  afterAll(async () => {
    application.close();
    await sites.root.remove();
  });

  test("passes the upgrade on, and then bytes both ways", async () => {
    expect(await upgrade("/ws/room")).toEqual(["101", "echo: hello"]);
    expect(received).toMatch(/^upgrade: websocket\r$/im);
    expect(received).toMatch(/^connection: upgrade\r$/im);
    expect(received).toMatch(/^x-forwarded-proto: https\r$/im);
  });

  test("passes no upgrade on for other paths", async () => {
    await upgrade("/other/");
    expect(received).not.toMatch(/^upgrade:/im);
  });

  // Says hello after the upgrade. @returns the status and what came back
  function upgrade(path: string): Promise<[status: string | undefined, echoed: string]> {
    const name = project.server!.host.name;
    const head = `GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    return new Promise((resolve, reject) => {
      const options = { port: sites.root.httpsPort, servername: name, rejectUnauthorized: false };
      const socket = connect(options, () => socket.write(head)).setEncoding("utf8");
      let text = "";
      socket.once("data", () => socket.write("hello"));
      socket.on("data", (part: string) => {
        text += part;
        if (text.includes("echo: hello") || !text.startsWith("HTTP/1.1 101")) socket.end();
      });
      socket.once("error", reject);
      socket.once("close", () => resolve([text.split(" ")[1], text.split("\r\n\r\n")[1] ?? ""]));
    });
  }
});

describeWith(sitePrograms, "directives of the user's own", () => {
  test("work in the HTTPS server, by the file name of the project", async () => {
    const own = "location = /own { return 200 mine; }";
    const sites = await runSites([project], (root) => {
      root.write("/etc/nginx/httpsmith.d/moathon.own.conf", own);
      root.write("/etc/nginx/httpsmith.d/moathon-other.own.conf", "not Nginx at all");
    });
    expect((await sites.overHttps({ path: "/own" })).body.toString()).toBe("mine");
    await sites.root.remove();
  });
});

// Answers 101 to an upgrade and 200 to everything else; echoes what comes after a 101.
function upgradingServer(onHead: (head: string) => void): Server {
  return createServer((socket) => {
    socket.setEncoding("utf8").on("error", () => {});
    socket.once("data", (head: string) => {
      onHead(head);
      if (!/^upgrade: websocket/im.test(head))
        return socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      return socket.on("data", (text: string) => socket.write(`echo: ${text}`));
    });
  });
}
