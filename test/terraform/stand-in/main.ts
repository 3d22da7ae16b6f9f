// The stand-in as a program that Terraform starts: `main.js SCHEMA CLOUD`, files of its schema and of its cloud.
import { readFileSync } from "node:fs";
import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { Cloud } from "./cloud";
import { standInProvider } from "./provider";
import { controllerService, providerService } from "./wire";

const [schemaFile, cloudFolder] = process.argv.slice(2);
const schema = JSON.parse(readFileSync(schemaFile!, "utf8"));
const server = new Server({ "grpc.max_receive_message_length": -1 });

server.addService(providerService, answers(standInProvider(schema, new Cloud(cloudFolder!))));
server.addService(controllerService, {
  Shutdown: (_: unknown, reply: (error: null, response: object) => void) => {
    reply(null, {});
    setImmediate(() => process.exit(0));
  },
} as UntypedServiceImplementation);

server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  // What go-plugin waits for: its own protocol, Terraform's protocol, and where to connect.
  process.stdout.write(`1|5|tcp|127.0.0.1:${port}|grpc\n`);
});

// A terraform that was killed cannot say goodbye.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(1), 1000).unref();

function answers(methods: Record<string, (request: unknown) => object>): UntypedServiceImplementation {
  const entries = Object.entries(methods).map(([name, answer]) => [
    name,
    ({ request }: { request: unknown }, reply: (error: Error | null, response?: object) => void) => {
      try {
        reply(null, answer(request));
      } catch (thrown) {
        reply(new Error(`stand-in, ${name}: ${(thrown as Error).stack}`));
      }
    },
  ]);
  return Object.fromEntries(entries);
}
