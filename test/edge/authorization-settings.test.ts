// The built zip of require-authorization: settings that let nobody in, its log, and its comparisons.
import { runInNewContext } from "node:vm";
import { handlerCode } from "../../functions";
import { deterministicZip } from "../../functions/zip";
import { asLambda } from "./asking";
import { digests, eventOf, sha256, token, withValue, written } from "./authorization-requests";
import { runHandler } from "./running-handler";

test.each<[string, readonly string[]]>([
  ["no digest", []],
  ["a cut digest", [sha256(token).slice(0, 63)]],
  ["more than a digest", [`${sha256(token)}zz`]],
  ["the token itself", [token]],
  ["an empty digest", [""]],
])("settings with %s refuse everyone", async (_, tokenSha256) => {
  const running = runHandler(
    deterministicZip({ "index.js": handlerCode("require-authorization", "lambda", { tokenSha256 }) }),
  );
  try {
    expect((await running.ask(eventOf("bearer"))).result.status).toBe("401");
    expect((await running.ask(eventOf("missing-header"))).result.status).toBe("401");
  } finally {
    await running.stop();
  }
});

test("its log names the cause, and no part of a request", async () => {
  const logging = asLambda(written);
  await logging.ask(withValue(`Bearer ${token}x`));
  await logging.ask(token);
  const log = await logging.stop();
  expect(log).toContain("not a viewer request");
  expect(log).not.toContain(token);
});

test.each(["lambda", "function"] as const)(
  "all digests are compared to their end, also after a match, as %s",
  async (kind) => {
    const read: string[] = [];
    // Digests that tell which of their characters were looked at.
    const watched = digests.map((digest, index) => ({
      length: digest.length,
      charCodeAt: (at: number) => {
        read.push(`${index}:${at}`);
        return digest.charCodeAt(at);
      },
    }));
    const code = handlerCode("require-authorization", kind, {}).replace(
      "const SETTINGS={};",
      "const SETTINGS={tokenSha256:watched};",
    );
    const module = { exports: {} as { handler?: (event: unknown) => unknown } };
    const globals = { module, exports: module.exports, require, watched, Buffer, Uint8Array, console };
    const run = runInNewContext(
      `${code}\n;(${kind === "lambda" ? "module.exports.handler" : "handler"})`,
      globals,
    );
    const seen = [];
    for (const value of ["Bearer example-token-0", "Bearer wrong"]) {
      read.length = 0;
      const event =
        kind === "lambda"
          ? withValue(value)
          : { context: { eventType: "viewer-request" }, request: { headers: { authorization: { value } } } };
      await run(event);
      seen.push(read.length);
    }
    expect(seen).toEqual([digests.length * 64, digests.length * 64]);
  },
);
