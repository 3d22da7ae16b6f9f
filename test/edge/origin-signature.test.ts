// The built origin-signature, and the origin's side as docs/edge.md has it, run by Python.
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, program } from "../programs";
import { asFunction, eventFile, functionRequest, functionTime } from "./asking";
import { code } from "./written";

const written = { handler: "origin-signature", event: "viewer-request" };
const secret = "0123456789abcdef0123456789abcdef";
const asking = asFunction(written, { "origin-signature": secret });
const seconds = functionTime / 1000;

async function signed(uri: string, headers: Record<string, string> = {}): Promise<string> {
  const { result, findings } = await asking.ask(functionRequest(headers, { uri }));
  expect(findings).toEqual([]);
  return result.headers["x-origin-signature"].value;
}

test("the header is the HMAC of time, method and path", async () => {
  const hmac = createHmac("sha256", secret).update(`${seconds}\nGET\n/api/%C3%A9?`).digest("hex");
  expect(await signed("/api/%C3%A9?")).toBe(`t=${seconds},v1=${hmac}`);
});

test("what a viewer sends under its name is replaced", async () => {
  expect(await signed("/a", { "x-origin-signature": "t=1,v1=aa" })).toBe(await signed("/a"));
});

test("the rest of the request stays as it is", async () => {
  const event = eventFile("origin-signature", "function-request");
  const { result } = await asking.ask(structuredClone(event));
  delete result.headers["x-origin-signature"];
  expect(result).toEqual(event.request);
});

test.each<[string, Record<string, string>]>([
  ["no secret", {}],
  ["a short secret", { "origin-signature": "short" }],
  ["an empty secret", { "origin-signature": "" }],
])("rejects every request with %s in the store", async (_, keyValues) => {
  const { result, findings } = await asFunction(written, keyValues).ask(functionRequest({}));
  expect({ status: result.statusCode, findings }).toEqual({ status: 503, findings: [] });
});

test("the code holds no secret, and reads it from the store of CloudFront", () => {
  const text = code(written);
  expect(text).toMatch(/^import cf from"cloudfront";const SETTINGS=\{"header":"x-origin-signature"\};/);
  expect(text).not.toContain(secret);
});

describeWith(["python3"], "the origin's side", () => {
  const [, snippet] = /```python\n(# origin_signature\.py[\s\S]*?)```/.exec(
    readFileSync(join(__dirname, "../../docs/edge.md"), "utf8"),
  )!;
  const verdict = (header: string, method: string, path: string, now = seconds, secrets = [secret]) => {
    const script = `${snippet}\nimport json, sys\nprint(is_signed(*json.loads(sys.argv[1])))`;
    const { stdout, stderr } = spawnSync(
      program("python3"),
      ["-I", "-c", script, JSON.stringify([header, method, path, secrets, now])],
      { encoding: "utf8" },
    );
    if (stderr) throw new Error(stderr);
    return stdout.trim();
  };

  test("takes what the function signs, also by the older of two secrets", async () => {
    const header = await signed("/api/items/");
    expect(verdict(header, "GET", "/api/items/")).toBe("True");
    expect(verdict(header, "GET", "/api/items/", seconds + 30, ["f".repeat(32), secret])).toBe("True");
  });

  test("rejects anything else", async () => {
    const header = await signed("/api/items/");
    const refused = [
      verdict(header, "POST", "/api/items/"),
      verdict(header, "GET", "/api/items/2"),
      verdict(header, "GET", "/api/items/", seconds + 600),
      verdict(header, "GET", "/api/items/", seconds - 600),
      verdict(header, "GET", "/api/items/", seconds, ["f".repeat(32)]),
      verdict(header, "GET", "/api/items/", seconds, []),
      verdict(header.slice(0, -1), "GET", "/api/items/"),
      verdict(header.replace(/t=\d+/, `t=${seconds + 1}`), "GET", "/api/items/"),
      verdict("", "GET", "/api/items/"),
      verdict("t=,v1=", "GET", "/api/items/"),
      verdict(`${header}é`, "GET", "/api/items/"),
    ];
    expect(refused).toEqual(refused.map(() => "False"));
  });
});
