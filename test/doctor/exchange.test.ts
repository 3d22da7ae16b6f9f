// Requests that Node refuses to send are exchanges that failed, not crashes of the doctor.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exchange } from "../../doctor/http/exchange";
import { behindCloudFront, farmWorld, host } from "./farm/diagnose";

test.each([
  ["a path with a blank", { path: "/a b" }, "ERR_UNESCAPED_CHARACTERS"],
  ["a header of two lines", { path: "/", headers: { "X-A": "a\r\nX-B: b" } }, "ERR_INVALID_CHAR"],
])("%s", async (_, asked, reason) => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const world = farmWorld(behindCloudFront(), { https: port, http: port }, "", { roots: [] });
    const answer = await exchange(world, { scheme: "http", host, ...asked });
    expect(answer).toEqual({ kind: "failed", stage: "response", reason });
  } finally {
    server.close();
  }
});
