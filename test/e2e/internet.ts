// What a machine finds in its network "internet": a name server, and a certificate authority in Let's Encrypt's place.
//
// The names are the real ones, so generated files ask them unchanged. Pebble and its name server are Let's Encrypt's
// own test programs; Nginx stands before Pebble only to give the directory Let's Encrypt's path.
import { setTimeout as wait } from "node:timers/promises";
import type { Machine } from "./namespace";

/** What `describeOnMachine` has to find for `startInternet`. */
export const internetPrograms = ["pebble", "pebble-challtestsrv", "openssl", "nginx", "curl"];

export const addresses = {
  server: "54.180.1.2",
  viewer: "203.0.113.7",
  authority: "203.0.113.14",
  names: "203.0.113.53",
  contentNetwork: "203.0.113.80",
} as const;

const letsEncrypt = "acme-v02.api.letsencrypt.org";
// Certbot's dry runs go there.
const staging = "acme-staging-v02.api.letsencrypt.org";
const folder = "/internet";

export interface Internet {
  /** Where a name leads; every name that was not set leads to the server. An empty list: it does not exist. */
  setAddresses(name: string, to: readonly string[]): void;
  /** Nobody answers at the authority's address, until it is back. */
  takeAuthorityDown(): void;
  /** The authority answers every order as Let's Encrypt does at its limit, until it is back. */
  limitOrders(): Promise<void>;
  bringAuthorityBack(): Promise<void>;
  /** Another authority at the same address, which knows no accounts: forget Certbot's, too. */
  replaceAuthority(validitySeconds: number): Promise<void>;
  /** A certificate that all viewers trust. @returns the path of chain and key, "….pem" and "….key" */
  certify(name: string, ...more: readonly string[]): string;
}

export async function startInternet(machine: Machine): Promise<Internet> {
  const internet = new LoopbackInternet(machine);
  await internet.start();
  return internet;
}

class LoopbackInternet implements Internet {
  constructor(private readonly machine: Machine) {}

  async start(): Promise<void> {
    this.machine.ok(makeAuthority);
    this.machine.start(
      "pebble-challtestsrv",
      [
        ...["-dns01", `${addresses.names}:53`, "-management", `${addresses.names}:8055`],
        ...["-defaultIPv4", addresses.server, "-defaultIPv6", ""],
        ...["-http01", "", "-https01", "", "-tlsalpn01", ""],
      ],
      { network: "internet" },
    );
    await until("the name server", () => this.answers(`http://${addresses.names}:8055/`));
    for (const name of [letsEncrypt, staging]) this.setAddresses(name, [addresses.authority]);
    this.certify(letsEncrypt, staging);
    await this.replaceAuthority(90 * 86400);
    await this.bringAuthorityBack();
  }

  setAddresses(name: string, to: readonly string[]): void {
    const post = (path: string, body: unknown) =>
      this.machine.ok(`curl -sSf -d '${JSON.stringify(body)}' http://${addresses.names}:8055/${path}`);
    post("clear-a", { host: name });
    if (to.length > 0) post("add-a", { host: name, addresses: to });
    else post("set-servfail", { host: name });
  }

  async replaceAuthority(validitySeconds: number): Promise<void> {
    this.machine.ok(`cd ${folder}
[ ! -e pebble.json ] || pkill -x pebble
while pgrep -x pebble; do sleep 0.05; done`);
    const place = addresses.authority;
    const pebble = {
      ...{ listenAddress: "127.0.0.1:14000", managementListenAddress: `${place}:15000` },
      ...{ certificate: `${folder}/${letsEncrypt}.pem`, privateKey: `${folder}/${letsEncrypt}.key` },
      ...{ httpPort: 80, tlsPort: 443, certificateValidityPeriod: validitySeconds },
    };
    this.machine.write(`${folder}/pebble.json`, JSON.stringify({ pebble }));
    const env = { PEBBLE_VA_NOSLEEP: "1", PEBBLE_WFE_NONCEREJECT: "0", PEBBLE_AUTHZREUSE: "0" };
    const options = ["-config", `${folder}/pebble.json`, "-dnsserver", `${addresses.names}:53`];
    this.machine.start("pebble", options, { network: "internet", env });
    await until("the authority", () => this.machine.sh(trustPebble).status === 0);
  }

  takeAuthorityDown(): void {
    this.machine.ok(
      `kill "$(cat ${folder}/nginx.pid)"; while [ -e ${folder}/nginx.pid ]; do sleep 0.05; done`,
    );
  }

  async limitOrders(): Promise<void> {
    this.takeAuthorityDown();
    await this.bringAuthorityBack(limited);
  }

  async bringAuthorityBack(orders = ""): Promise<void> {
    if (this.machine.sh(`[ -e ${folder}/nginx.pid ]`).status === 0) this.takeAuthorityDown();
    this.machine.write(`${folder}/nginx.conf`, nginxConf(orders));
    this.machine.start("nginx", ["-c", `${folder}/nginx.conf`], { network: "internet" });
    await until("its directory", () => this.answers(`https://${letsEncrypt}/directory`, "--fail"));
  }

  certify(name: string, ...more: readonly string[]): string {
    const names = [name, ...more].map((one) => `DNS:${one}`).join();
    this.machine.ok(`cd ${folder}
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=${name}' \
  -addext 'subjectAltName=${names}' -keyout '${name}.key' -out request.pem
openssl x509 -req -in request.pem -CA ca.pem -CAkey ca.key -copy_extensions copy -days 30 -out '${name}.pem'`);
    return `${folder}/${name}`;
  }

  private answers(url: string, ...options: string[]): boolean {
    const quiet = ["-s", "-o", "/dev/null", "--max-time", "2"];
    return this.machine.run("curl", [...quiet, ...options, url]).status === 0;
  }
}

/** Asks until it is so. @throws Error after three minutes, which even a busy machine does not need */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + 180_000; Date.now() < end; ) {
    if (isSo()) return;
    await wait(50);
  }
  throw new Error(`not within three minutes: ${what}`);
}

// The authority of all names that are not the server's; Certbot, curl and Python find it in the system's store.
const makeAuthority = `mkdir ${folder} && cd ${folder}
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj '/CN=Internet' \
  -addext 'keyUsage=critical,keyCertSign' -keyout ca.key -out ca.pem
cp /etc/ssl/certs/ca-certificates.crt system.pem
cat system.pem ca.pem >/etc/ssl/certs/ca-certificates.crt`;

// Pebble makes itself a new root at every start; certificates of the one before stay trusted.
const trustPebble = `cd ${folder}
curl -sSf https://${letsEncrypt}:15000/roots/0 >root.pem
cat root.pem >>/etc/ssl/certs/ca-certificates.crt`;

// Pebble's path for new orders. https://letsencrypt.org/docs/rate-limits/#new-certificates-per-registered-domain
const limited = `location = /order-plz {
      default_type application/problem+json;
      return 429 '{
  "type": "urn:ietf:params:acme:error:rateLimited",
  "detail": "too many certificates already issued",
  "status": 429
}';
    }`;

const nginxConf = (orders: string) => `user www-data;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { }
http {
  access_log off;
  server {
    listen ${addresses.authority}:443 ssl;
    ssl_certificate ${folder}/${letsEncrypt}.pem;
    ssl_certificate_key ${folder}/${letsEncrypt}.key;
    proxy_set_header Host $host;
    location = /directory { proxy_pass https://127.0.0.1:14000/dir; }
    location / { proxy_pass https://127.0.0.1:14000; }
    ${orders}
  }
}
`;
