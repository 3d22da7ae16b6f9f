// The machine that the other tests here run on: it boots, sees this system's files, and changes none of them.
import { existsSync } from "node:fs";
import { describeOnMachine, type Machine, startMachine } from "./namespace";

describeOnMachine(["systemctl"], "a machine", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await startMachine();
  });
  afterAll(() => machine.remove());

  test("runs systemd as its first process", () => {
    expect(machine.ok("cat /proc/1/comm")).toBe("systemd\n");
    expect(machine.ok("systemctl is-system-running")).toBe("running\n");
  });

  test("keeps its files to itself", () => {
    machine.write("/etc/httpsmith-proof/file", "text", 0o600);
    expect(machine.read("/etc/httpsmith-proof/file")).toBe("text");
    expect(existsSync("/etc/httpsmith-proof")).toBe(false);
  });

  test("has the server's address, and an internet of four others, and nothing else", () => {
    expect(machine.ok("ip -brief -4 address")).toContain("54.180.1.2/32");
    expect(machine.ok("ip -brief -4 address", { network: "internet" })).toMatch(/203\.0\.113\.53\/32/);
    expect(machine.sh("ip route get 192.0.2.1").status).not.toBe(0);
  });

  test("runs programs as other users", () => {
    expect(machine.ok("id -un", { user: "www-data" })).toBe("www-data\n");
  });

  test("starts after a reboot what is enabled, with the files as they were", async () => {
    machine.ok("rm -rf /etc/systemd/system/*.wants");
    machine.write(
      "/etc/systemd/system/proof.service",
      "[Service]\nType=oneshot\nExecStart=/bin/touch /run/proof\n[Install]\nWantedBy=multi-user.target\n",
    );
    machine.ok("ln -sf /lib/systemd/system/multi-user.target /etc/systemd/system/default.target");
    machine.ok("systemctl enable proof.service && touch /run/before");
    await machine.reboot();
    machine.ok("timeout 60 sh -c 'until [ -e /run/proof ]; do sleep 0.1; done'");
    expect(machine.sh("[ -e /run/before ]").status).toBe(1);
    expect(machine.ok("ip -brief -4 address", { network: "internet" })).toMatch(/203\.0\.113\.53\/32/);
  });
});
