// Pebble, Let's Encrypt's test authority, on loopback ports, with a DNS that sends every name to 127.0.0.1.
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { program } from "../../programs";
import { freePort, listening, type ServerRoot } from "../../server-root";

/** What `describeWith` has to find for `startPebble`. */
export const pebblePrograms = ["pebble", "pebble-challtestsrv", "openssl"];

export interface Pebble {
  readonly directoryUrl: string;
  /** Certificate that clients of the directory have to trust. */
  readonly caFile: string;
}

/** @param ports free ports: the directory, and what http-01 asks in place of port 80 */
export async function startPebble(
  root: ServerRoot,
  ports: { directory: number; http: number },
): Promise<Pebble> {
  const [dns, dnsControl, management, tls] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const caFile = root.at("/pebble.pem");
  const key = root.at("/pebble.key");
  const options = [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "1",
    "-keyout",
    key,
    "-out",
    caFile,
  ];
  spawnSync(program("openssl"), [
    ...options,
    "-subj",
    "/CN=localhost",
    "-addext",
    "subjectAltName=IP:127.0.0.1",
  ]);
  const config = root.at("/pebble.json");
  writeFileSync(
    config,
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${ports.directory}`,
        managementListenAddress: `127.0.0.1:${management}`,
        certificate: caFile,
        privateKey: key,
        httpPort: ports.http,
        tlsPort: tls,
        domainBlocklist: ["blocked.example"],
      },
    }),
  );
  const dnsOptions = ["-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", ""];
  const dnsPlaces = ["-dns01", `127.0.0.1:${dns}`, "-management", `127.0.0.1:${dnsControl}`];
  root.start(program("pebble-challtestsrv"), [...dnsOptions, ...dnsPlaces, "-defaultIPv4", "127.0.0.1"]);
  await listening({ port: dnsControl, host: "127.0.0.1" });
  // Without its random sleeps, rejected nonces and reused authorizations.
  const env = { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" };
  root.start(program("pebble"), ["-config", config, "-dnsserver", `127.0.0.1:${dns}`], env);
  await listening({ port: ports.directory, host: "127.0.0.1" });
  return { directoryUrl: `https://127.0.0.1:${ports.directory}/dir`, caFile };
}
