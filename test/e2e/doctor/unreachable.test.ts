// A port where nobody answers: a real listener whose queue is full drops packets, as a firewall does.
import { type ChildProcess, spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { behindCloudFront, diagnose, farmWorld, host, problemsOf } from "../../doctor/farm/diagnose";
import { describeWith, program } from "../../programs";
import { freePort } from "../../server-root";

// Takes nobody in: what the kernel queues is all there is room for.
const listener = `
import socket, sys, time
own = socket.socket()
own.bind(("127.0.0.1", 0))
own.listen(0)
print(own.getsockname()[1], flush=True)
time.sleep(600)
`;

describeWith(["python3"], "a port that drops packets", () => {
  let child: ChildProcess;
  let port: number;
  const waiting: Socket[] = [];

  beforeAll(async () => {
    child = spawn(program("python3"), ["-c", listener], { stdio: ["ignore", "pipe", "inherit"] });
    port = await new Promise((done) => child.stdout!.once("data", (text) => done(Number(String(text)))));
    // One fits into the queue; the others find it full.
    for (let i = 0; i < 4; i++) waiting.push(connect(port, "127.0.0.1").on("error", () => {}));
    await new Promise((done) => waiting[0]!.once("connect", done));
  });
  afterAll(() => {
    for (const socket of waiting) socket.destroy();
    child.kill("SIGKILL");
  });

  const findings = async (from: "anywhere" | "cloudfront") => {
    const project = behindCloudFront({
      server: {
        host: { kind: "domain", name: host },
        securityGroupId: "sg-0a1b2c3d4e5f67890",
        ingress: { from, prefixListId: "pl-22a6434b" },
        originVerify: false,
        acme: { email: "ops@example.com" },
      },
    });
    const patience = { connectMs: 300, handshakeMs: 300, responseMs: 300 };
    const world = farmWorld(project, { https: port, http: await freePort() }, "", { patience, roots: [] });
    return diagnose(project, world, { only: ["port", "tls", "handshake", "response"] });
  };

  test("is one problem, and what it hides is unknown", async () => {
    const diagnosis = await findings("anywhere");
    expect(problemsOf(diagnosis)).toEqual(["error doctor/port-unanswered"]);
    expect(diagnosis.findings.map(({ state }) => state)).toEqual([
      "problem",
      "unknown",
      "unknown",
      "unknown",
    ]);
  });

  test("says so where the config opens the port to CloudFront alone", async () => {
    const [first] = (await findings("cloudfront")).findings;
    expect(first!.message).toContain("the config opens the port to CloudFront alone");
  });
});
