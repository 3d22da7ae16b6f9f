// A server on a free port of the loopback interface.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export async function port(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
