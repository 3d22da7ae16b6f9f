// The built zip of require-authorization with damaged settings, its log, and its comparisons.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  bytes,
  digests,
  eventOf,
  events,
  expectRefusal,
  sha256,
  token,
  withValue,
} from "./authorization-requests";
import { type Json, runHandler } from "./running-handler";

test.each<[string, (folder: string) => void]>([
  ["missing", (folder) => rmSync(join(folder, "settings.json"))],
  ["no JSON", (folder) => writeFileSync(join(folder, "settings.json"), "{")],
  ["null", (folder) => writeFileSync(join(folder, "settings.json"), "null")],
  ["without digests", (folder) => writeFileSync(join(folder, "settings.json"), "{}")],
  ["with text for the list", (folder) => writeSettings(folder, sha256(token))],
  ["with one damaged digest", (folder) => writeSettings(folder, [sha256(token), "0a"])],
  ["with more than a digest", (folder) => writeSettings(folder, [`${sha256(token)}zz`])],
  ["with the token itself", (folder) => writeSettings(folder, [token])],
  ["with no digest", (folder) => writeSettings(folder, [])],
])("settings that are %s refuse everyone", async (_, change) => {
  const damaged = runHandler(bytes, change);
  try {
    expectRefusal(await damaged.ask(eventOf("bearer")));
    expectRefusal(await damaged.ask(eventOf("missing-header")));
  } finally {
    await damaged.stop();
  }
});

function writeSettings(folder: string, tokenSha256: Json): void {
  writeFileSync(join(folder, "settings.json"), JSON.stringify({ tokenSha256 }));
}

test("its log names the cause, and no part of a request", async () => {
  const logging = runHandler(bytes);
  await logging.ask(withValue(`Bearer ${token}x`));
  await logging.ask(token);
  const log = await logging.stop();
  expect(log).toContain("not a viewer request");
  expect(log).not.toContain(token);
});

test("all digests are compared, also after a match", () => {
  const source = readFileSync(join(events, "../handler.edge.js"), "utf8");
  const compared: number[] = [];
  const crypto = {
    ...require("node:crypto"),
    timingSafeEqual: (a: Buffer, b: Buffer) => compared.push(1) > 0 && a.equals(b),
  };
  const module = { exports: {} as Json };
  const load = (name: string) => (name === "node:crypto" ? crypto : { tokenSha256: digests });
  new Function("require", "exports", "module", source)(load, module.exports, module);
  module.exports.handler(withValue("Bearer example-token-0"));
  module.exports.handler(withValue("Bearer wrong"));
  expect(compared).toHaveLength(2 * digests.length);
});
