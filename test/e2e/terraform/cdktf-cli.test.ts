// What users type, as they type it: cdktf synth, diff and deploy, then httpsmith generate with the outputs of the deploy.
import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../generators/python";
import { describeWith } from "../../programs";
import { StandIn } from "../../terraform/stand-in/mirror";

const root = join(__dirname, "../../..");
const httpsmith = join(root, "dist/httpsmith.js");
const cdktf = join(cacheFolder, "cdktf-cli/node_modules/cdktf-cli/bundle/bin/cdktf");
const example = "signed-media";
const settingsFile = "backend/config/settings_https.py";

const missing = [
  ...(existsSync(cdktf) ? [] : ["the cdktf command: node scripts/fetch-cdktf-cli.js"]),
  ...(existsSync(httpsmith) ? [] : ["the program: npm run build"]),
];
const describeUnlessMissing =
  missing.length === 0
    ? describeWith
    : (_: readonly string[], title: string, body: () => void) =>
        describe.skip(`${title} (skipped, needs ${missing.join(" and ")})`, body);

describeUnlessMissing(["terraform"], "the cdktf command on the stand-in", () => {
  let standIn: StandIn;
  let folder: string;

  const run = (program: string, ...args: string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      env: { ...standIn.env, CI: "1", FORCE_COLOR: "0" },
    });
  const runOk = (program: string, ...args: string[]): string => {
    const { status, stdout, stderr } = run(program, ...args);
    expect({ args, status, stderr: status === 0 ? "" : `${stdout}${stderr}` }).toMatchObject({ status: 0 });
    return stdout;
  };
  const settings = () => readFileSync(join(folder, settingsFile), "utf8");

  // The example as somebody has it who has never deployed it.
  beforeAll(() => {
    standIn = new StandIn();
    folder = join(standIn.folder, example);
    cpSync(join(root, "examples", example), folder, { recursive: true });
    rmSync(join(folder, "httpsmith.outputs.json"));
    const cdktfJson = JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8"));
    const app = `"${process.execPath}" "${httpsmith}" synth`;
    writeFileSync(join(folder, "cdktf.json"), JSON.stringify({ ...cdktfJson, app }));
    runOk(httpsmith, "generate", "--force");
  });
  afterAll(() => standIn.remove());

  test("synth writes the stack", () => {
    expect(settings()).toContain("Pending: domain name of distribution site");
    expect(runOk(cdktf, "synth")).toContain(`Generated Terraform code for the stacks: ${example}`);
    expect(existsSync(join(folder, "cdktf.out/stacks", example, "cdk.tf.json"))).toBe(true);
  });

  test("diff says what would be made", () => {
    expect(runOk(cdktf, "diff")).toMatch(/Plan: \d+ to add, 0 to change, 0 to destroy\./);
  });

  test("deploy writes the outputs, and generate fills in what was pending", () => {
    runOk(cdktf, "deploy", "--auto-approve", "--outputs-file", "httpsmith.outputs.json");
    const outputs = JSON.parse(readFileSync(join(folder, "httpsmith.outputs.json"), "utf8"))[example];
    const { distribution_site_domain_name: domain, "signing_key_2026-11_id": keyId } = outputs;
    expect(domain).toMatch(/^d[0-9a-f]+\.cloudfront\.net$/);
    expect(keyId).toMatch(/^K[0-9A-F]+$/);
    expect(runOk(httpsmith, "generate")).toContain(`updated  ${settingsFile}`);
    expect(settings()).not.toContain("Pending");
    expect(settings()).toContain(`https://${domain}`);
    expect(settings()).toContain(keyId);
    expect(runOk(httpsmith, "check")).toContain("0 errors");
  });

  test("a second diff has nothing to change", () => {
    expect(runOk(cdktf, "diff")).toContain("No changes. Your infrastructure matches the configuration.");
  });

  test("rejects a config with an error: the command fails before terraform runs", () => {
    const config = join(folder, "httpsmith.json");
    writeFileSync(
      config,
      readFileSync(config, "utf8").replace(/"region": "[^"]+"/, '"region": "ap-nowhere-9x"'),
    );
    const { status, stdout, stderr } = run(cdktf, "deploy", "--auto-approve");
    expect(status).not.toBe(0);
    expect(`${stdout}${stderr}`).toContain("httpsmith.json:");
  });
});
