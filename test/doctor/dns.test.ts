// Names: asked from a real DNS server of the tests, and what cannot be asked is unknown.
import { createSocket, type Socket } from "node:dgram";
import type { AddressInfo } from "node:net";
import type { MachineInput } from "../../doctor";
import { hostsOf, machineWorld } from "../../doctor";
import { moathon } from "../projects";
import { freePort } from "../server-root";
import { diagnose, problemsOf } from "./farm/diagnose";
import { viewer } from "./farm/stand-in-edge";

const server = "54.180.1.2.nip.io";
type Zone = Readonly<Record<string, readonly string[]>>;

describe("dns", () => {
  let socket: Socket;
  let zone: Zone = {};
  beforeAll(async () => {
    socket = createSocket("udp4", (query, { port, address }) =>
      socket.send(reply(query, zone), port, address),
    );
    await new Promise<void>((done) => socket.bind(0, "127.0.0.1", done));
  });
  afterAll(() => socket.close());

  async function findings(names: Zone, changed: Partial<MachineInput> = {}, project = moathon) {
    zone = names;
    const world = machineWorld({
      hosts: hostsOf(project),
      redirects: [],
      patience: { connectMs: 500, handshakeMs: 500, responseMs: 500 },
      roots: [],
      rootsFile: null,
      nameservers: [`127.0.0.1:${(socket.address() as AddressInfo).port}`],
      now: () => new Date(),
      ...changed,
    });
    // The addresses are made up; nobody is to be reached there.
    const connect = async () => ({ kind: "unknown" as const, reason: "made up" });
    return diagnose(project, { ...world, connect }, { only: ["dns", "outputs"] });
  }

  const internet = { com: ["ns"], io: ["ns"], net: ["ns"] };
  const right = { ...internet, [server]: ["54.180.1.2"], [viewer]: ["203.0.114.7", "2600:9000::1"] };

  test("that is right is ok", async () => {
    const { findings: found } = await findings(right);
    expect(found.map(({ state }) => state)).toEqual(["ok", "ok", "ok"]);
  });

  const rows: readonly (readonly [what: string, names: Zone, problems: readonly string[]])[] = [
    ["without the server's name", { ...right, [server]: [] }, ["error doctor/name-not-found"]],
    [
      "that gives nip.io another address",
      { ...right, [server]: ["198.41.0.4"] },
      ["error doctor/other-address"],
    ],
    [
      "that gives a private address",
      { ...right, [viewer]: ["10.0.0.1", "2600:9000::1"] },
      ["error doctor/address-not-public"],
    ],
    [
      "without IPv6 for the distribution",
      { ...right, [viewer]: ["203.0.114.7"] },
      ["warning doctor/no-ipv6"],
    ],
    ["without the distribution", { ...right, [viewer]: [] }, ["error doctor/outputs-stale"]],
  ];

  test.each(rows)("%s", async (_, names, problems) => {
    expect(problemsOf(await findings(names))).toEqual(problems);
  });

  test("that leads a server by name to a private address", async () => {
    const host = {
      kind: "domain" as const,
      name: "api.example.com",
      ip: null,
      origin: "https://api.example.com",
    };
    const of = { ...moathon, server: { ...moathon.server!, host } };
    const diagnosis = await findings({ ...right, "api.example.com": ["192.168.1.4"] }, {}, of);
    expect(problemsOf(diagnosis)).toEqual(["error doctor/address-not-public"]);
    expect(diagnosis.findings.find(({ subject }) => subject === "api.example.com")!.message).toMatch(
      /192\.168\.1\.4, which is a private address/,
    );
  });

  const alias = "app.example.com";
  const named = {
    ...moathon,
    distributions: { site: { ...moathon.distributions["site"]!, aliases: [alias] } },
  };
  const leads: readonly (readonly [what: string, target: string, said: readonly string[]])[] = [
    ["the distribution of the outputs file", viewer, ["ok"]],
    ["another distribution", "d222222abcdef8.cloudfront.net", ["problem"]],
    ["a name of the project's own, which may lead on", "www.example.com", []],
    ["addresses alone", "203.0.114.9", []],
  ];
  test.each(leads)("that leads an alias to %s", async (_, target, states) => {
    const { findings: found } = await findings({ ...right, [alias]: [target] }, {}, named);
    const about = found.filter(({ check, subject }) => check === "outputs" && subject.endsWith(alias));
    expect(about.map(({ state }) => state)).toEqual(states);
    if (states[0] === "problem") expect(about[0]).toMatchObject({ code: "doctor/alias-other" });
  });

  test("is not asked where an alias leads that --resolve has", async () => {
    const redirects = [{ host: alias, from: null, address: "127.0.0.1", port: null }];
    const zone = { ...right, [alias]: ["d222222abcdef8.cloudfront.net"] };
    expect(problemsOf(await findings(zone, { redirects }, named))).toEqual([]);
  });

  test("of a closed network, which knows no name at all, is unknown", async () => {
    const { findings: found } = await findings({});
    expect(found.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown"]);
    expect(found[1]!.message).toBe("DNS here does not know .io either: a network without the internet?");
  });

  test("that cannot be asked is unknown, with the reason", async () => {
    const { findings: found } = await findings(right, { nameservers: [`127.0.0.1:${await freePort()}`] });
    expect(found.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown"]);
    expect(found[1]!.message).toMatch(/DNS could not be asked \(E\w+\); is this machine on a network\?/);
  });
});

describe("--resolve", () => {
  const redirects = [{ host: server, from: 443, address: "127.0.0.1", port: 8443 }];
  const worldOf = (changed: Partial<MachineInput>) =>
    machineWorld({
      hosts: new Set([server, viewer]),
      redirects: [],
      patience: { connectMs: 500, handshakeMs: 500, responseMs: 500 },
      roots: [],
      rootsFile: null,
      nameservers: null,
      now: () => new Date(),
      ...changed,
    });

  test("for one port leaves the others of the host where DNS says, as the commands do", async () => {
    const closed = `127.0.0.1:${await freePort()}`;
    const world = worldOf({ redirects, nameservers: [closed] });
    expect(world.where({ host: server, port: 80 })).toBe(`${server}:80`);
    // DNS is asked, which answers nothing here; the address of port 443 would have refused.
    expect(await world.connect({ host: server, port: 80 })).toMatchObject({
      kind: "unknown",
      reason: expect.stringContaining("DNS could not be asked"),
    });
    const taken = worldOf({
      redirects: [{ ...redirects[0]!, port: await freePort() }],
      nameservers: [closed],
    });
    expect(await taken.connect({ host: server, port: 443 })).toEqual({
      kind: "refused",
      address: "127.0.0.1",
    });
  });

  test("proves no distribution", async () => {
    const given = [{ host: viewer, from: null, address: "127.0.0.1", port: null }];
    const { findings } = await diagnose(moathon, worldOf({ redirects: given }), { only: ["outputs"] });
    expect(findings.map(({ state, message }) => [state, message])).toEqual([
      ["unknown", "--resolve says where it is; DNS was not asked."],
    ]);
  });
});

test("a host that is none of the project's is never contacted", () => {
  const world = machineWorld({
    hosts: new Set(["api.example.com"]),
    redirects: [],
    patience: { connectMs: 1, handshakeMs: 1, responseMs: 1 },
    roots: null,
    rootsFile: null,
    nameservers: null,
    now: () => new Date(),
  });
  expect(() => world.resolve("evil.example.org")).toThrow("no host of the project");
  return expect(world.connect({ host: "evil.example.org", port: 443 })).rejects.toThrow(
    "no host of the project",
  );
});

type RecordType = "A" | "AAAA" | "CNAME" | "NS";
const types: Readonly<Record<number, RecordType>> = { 1: "A", 2: "NS", 5: "CNAME", 28: "AAAA" };

// RFC 1035 §4.1: the question back, and a record for each entry of the zone that is of the type asked for.
function reply(query: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (; query[at] !== 0; at += query[at]! + 1)
    labels.push(query.toString("ascii", at + 1, at + 1 + query[at]!));
  const question = query.subarray(12, at + 5);
  const type = query.readUInt16BE(at + 1);
  const entries = zone[labels.join(".").toLowerCase()] ?? [];
  const data = entries.filter((entry) => typeOf(entry) === types[type]).map(bytesOf);
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(entries.length === 0 ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(data.length, 6);
  header.writeUInt32BE(0, 8);
  const records = data.map((bytes) =>
    Buffer.concat([Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, bytes.length]), bytes]),
  );
  return Buffer.concat([header, question, ...records]);
}

function typeOf(entry: string): RecordType {
  if (entry === "ns") return "NS";
  if (/[g-z]/.test(entry)) return "CNAME";
  return entry.includes(":") ? "AAAA" : "A";
}

function bytesOf(address: string): Buffer {
  // The name server is ns.example.
  if (address === "ns") return Buffer.from("\u0002ns\u0007example\u0000", "latin1");
  if (/[g-z]/.test(address)) {
    const labels = address.split(".").map((label) => `${String.fromCharCode(label.length)}${label}`);
    return Buffer.from(`${labels.join("")}\0`, "latin1");
  }
  if (!address.includes(":")) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail = ""] = address.split("::");
  const groups = (text: string) =>
    text
      .split(":")
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const zeros = Array(8 - groups(head).length - groups(tail).length).fill(0);
  return Buffer.concat(
    [...groups(head), ...zeros, ...groups(tail)].map((group) => Buffer.of(group >> 8, group & 255)),
  );
}
