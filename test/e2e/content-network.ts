// Starts content-network.js, the stand-in for CloudFront, in a machine's internet.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "./deployment";
import { addresses, type Internet, until } from "./internet";
import type { Machine } from "./namespace";

export interface PublishedSite {
  readonly host: string;
  readonly site: Deployment;
  /** Values of Terraform's variables. */
  readonly variables?: Readonly<Record<string, string>>;
}

export async function startContentNetwork(
  machine: Machine,
  internet: Internet,
  published: readonly PublishedSite[],
): Promise<void> {
  const [first = "", ...more] = published.map(({ host }) => host);
  const pair = internet.certify(first, ...more);
  const names = published.map(({ host, site, variables = {} }) => {
    internet.setAddresses(host, [addresses.contentNetwork]);
    const terraform = `/internet/${site.name}.tf.json`;
    machine.write(terraform, site.terraform);
    return [host, { terraform, variables, buckets: { bucket_client: `/srv/${site.name}/frontend/dist` } }];
  });
  const places = { address: addresses.contentNetwork, key: `${pair}.key`, certificate: `${pair}.pem` };
  machine.write(
    "/internet/content-network.json",
    JSON.stringify({ ...places, names: Object.fromEntries(names) }),
  );
  machine.write("/internet/content-network.js", readFileSync(join(__dirname, "content-network.js"), "utf8"));
  const env = { NODE_EXTRA_CA_CERTS: "/etc/ssl/certs/ca-certificates.crt" };
  const args = ["/internet/content-network.js", "/internet/content-network.json"];
  machine.start(process.execPath, args, { network: "internet", env });
  await until(
    "the content network",
    () => machine.sh(`curl -s https://${first}/`, { network: "internet" }).status === 0,
  );
}
