// The built zip of require-authorization, requests to it, and what its refusal must be.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Asked } from "./asking";
import type { Json } from "./running-handler";

export const events = join(__dirname, "../../edge/require-authorization/events");
export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
export const token = "example-token-1";
export const digests = [
  sha256("example-token-0"),
  sha256(token),
  sha256("a".repeat(4096)),
  sha256("a".repeat(4097)),
];
export const written = { handler: "require-authorization", event: "viewer-request", tokenSha256: digests };
export const eventOf = (name: string): Json =>
  JSON.parse(readFileSync(join(events, `lambda-${name}.json`), "utf8"));

/** The event without header, with `authorization` as its header's list of values. */
export function withHeader(authorization: Json): Json {
  const event = eventOf("missing-header");
  event.Records[0].cf.request.headers.authorization = authorization;
  return event;
}
export const withValue = (value: Json) => withHeader([{ key: "Authorization", value }]);

export function expectRefusal({ result, passed, findings }: Asked): void {
  expect(passed).toBe(false);
  expect(findings).toEqual([]);
  expect(result).toMatchObject({
    status: "401",
    headers: {
      "content-type": [{ key: "Content-Type", value: "application/json" }],
      "cache-control": [{ key: "Cache-Control", value: "no-cache" }],
    },
    body: '{"meta":{"code":401,"error_message":"Unauthorized"},"data":{}}',
  });
}
