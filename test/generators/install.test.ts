// The install script and the user data, as far as text tells; e2e/install runs the script on a machine.
import { spawnSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { parse } from "yaml";
import type { Project } from "../../config/project";
import { generateFiles } from "../../generators";
import { readShellAssignments } from "../../generators/certbot/read";
import type { GeneratedFile } from "../../generators/generated-file";
import { moathon } from "../projects";
import { fieldsThatReach, hostileText, orNull } from "./hostile";
import { hosts, rich, withHost } from "./variants";

const one = (project: Project, ending: string): GeneratedFile =>
  generateFiles(project).find(({ path }) => path === `deploy/${ending}`)!;

describe("install.sh", () => {
  test("installs every file that has a place on the server, and nothing else", () => {
    const { text } = one(rich, "install.sh");
    const table = text.slice(text.indexOf("<<'FILES'\n") + 10, text.indexOf("\nFILES\n"));
    const placed = generateFiles(rich).filter(({ installPath }) => installPath !== null);
    const rows = placed.map(
      ({ path, installPath, executable }) =>
        `${executable ? "0755" : "0644"} ${path.replace("deploy/", "")} ${installPath}`,
    );
    expect(table.split("\n").sort()).toEqual(rows.sort());
  });

  test("leaves Certbot to its own channel where the host is a bare address", () => {
    const packages = (project: Project) =>
      readShellAssignments(one(project, "install.sh").text).find(({ name }) => name === "packages")!.value;
    expect(packages(moathon)).toBe("nginx certbot openssl python3-venv");
    expect(packages(withHost("ip", "54.180.1.2"))).toBe("nginx openssl python3-venv");
  });

  test("is not made without a server", () => {
    expect(generateFiles({ ...moathon, server: null }).map(({ path }) => path)).not.toContain(
      "deploy/install.sh",
    );
  });
});

describe("every text that reaches install.sh", () => {
  const script = (project: Project) =>
    generateFiles(project).filter(({ path }) => path.endsWith("/install.sh"));
  // Without the variables, whose values stand in quotes: the rest may hold the value as a plain word alone.
  const rest = (text: string) => text.replace(/^[a-z_]+=('[^']*'|\\')+$/gm, "");

  for (const { name, harmless, put } of fieldsThatReach(script)) {
    test(`is refused or reaches the shell as ${name} was meant`, () => {
      const [expected] = script(put(harmless));
      fc.assert(
        fc.property(hostileText(harmless), (value) => {
          const [made] = orNull(() => script(put(value))) ?? [];
          if (made === undefined) return;
          expect(rest(made.text)).toBe(rest(expected!.text).split(harmless).join(value));
          if (rest(expected!.text).includes(harmless)) expect(value).toMatch(/^[A-Za-z0-9._/-]+$/);
          const values = (text: string) => readShellAssignments(text).map((fact) => fact.value);
          expect(values(made.text)).toEqual(
            values(expected!.text).map((text) => text.split(harmless).join(value)),
          );
        }),
        { numRuns: 50 },
      );
    });
  }
});

describe("cloud-init.yaml", () => {
  const projects = [...hosts, rich].map((project) => [project.server!.host.kind, project] as const);

  test.each(projects)("holds the whole folder and runs the script, for a host of kind %s", (_, project) => {
    const { text } = one(project, "cloud-init.yaml");
    const { write_files, runcmd } = parse(text);
    const folder = generateFiles(project).filter(
      ({ path }) => path.startsWith("deploy/") && !path.endsWith("cloud-init.yaml"),
    );
    expect(write_files).toHaveLength(folder.length);
    for (const file of folder)
      expect(write_files).toContainEqual({
        path: file.path.replace("deploy", "/opt/httpsmith/moathon"),
        owner: "root:root",
        permissions: file.executable ? "0755" : "0644",
        content: file.text,
      });
    expect(runcmd).toEqual([["sh", "/opt/httpsmith/moathon/install.sh"]]);
    // Anything else in the first line, and cloud-init takes it for something else.
    expect(text.startsWith("#cloud-config\n")).toBe(true);
  });

  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
  test.each(projects)("fits into EC2's 16 KB once it is packed, for a host of kind %s", (_, project) => {
    expect(gzipSync(one(project, "cloud-init.yaml").text).length).toBeLessThan(16_384 * 0.8);
  });
});

test("sh reads the script without a complaint", () => {
  const { stderr } = spawnSync("/bin/sh", ["-n"], { input: one(rich, "install.sh").text, encoding: "utf8" });
  expect(stderr).toBe("");
});
