// Real S3 servers that we did not write: s3rver of npm, and moto where it is installed.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";

export const BUCKET = "moathon-client-dist";

export interface S3Server {
  readonly url: string;
  readonly client: S3Client;
  close(): Promise<void>;
}

export type S3ServerKind = "s3rver" | "moto";

/** @returns why a server cannot run here, or null */
export function lacks(kind: S3ServerKind): string | null {
  if (kind === "s3rver") return null;
  return motoPython() === null ? "Python's moto[server] is not installed" : null;
}

export async function s3Server(kind: S3ServerKind): Promise<S3Server> {
  const data = mkdtempSync(join(tmpdir(), "httpsmith-s3-"));
  const child = kind === "s3rver" ? startS3rver(data) : startMoto();
  const url = `http://127.0.0.1:${await firstNumber(child)}`;
  const client = new S3Client({
    endpoint: url,
    region: "us-east-1",
    forcePathStyle: true,
    credentials: {
      accessKeyId: credentials.AWS_ACCESS_KEY_ID,
      secretAccessKey: credentials.AWS_SECRET_ACCESS_KEY,
    },
    requestChecksumCalculation: "WHEN_REQUIRED",
  });
  await whenUp(() => client.send(new CreateBucketCommand({ Bucket: BUCKET })));
  return {
    url,
    client,
    close: async () => {
      client.destroy();
      child.kill("SIGKILL");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** What s3rver accepts; moto takes any. */
export const credentials = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER" };

function startS3rver(directory: string): ChildProcess {
  const program = `
    const S3rver = require("s3rver");
    new S3rver({ port: 0, address: "127.0.0.1", silent: true, directory: ${JSON.stringify(directory)} })
      .run().then(({ port }) => console.log("port " + port));`;
  // It encrypts the tokens of long listings by a cipher that OpenSSL 3 counts as legacy.
  return spawn(process.execPath, ["--openssl-legacy-provider", "-e", program], {
    cwd: __dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function startMoto(): ChildProcess {
  const program = `
import threading
from werkzeug.serving import make_server
from moto.server import DomainDispatcherApplication, create_backend_app
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
print("port", server.port, flush=True)
server.serve_forever()`;
  return spawn(motoPython()!, ["-c", program], { stdio: ["ignore", "pipe", "ignore"] });
}

function motoPython(): string | null {
  const found = ["python3", "/usr/bin/python3"].find(
    (python) => spawnSync(python, ["-c", "import moto.server, flask"]).status === 0,
  );
  return found ?? null;
}

async function firstNumber(child: ChildProcess): Promise<number> {
  let said = "";
  for await (const part of child.stdout!) {
    said += part;
    const [, found] = /port (\d+)\n/.exec(said) ?? [];
    if (found) return Number(found);
  }
  throw new Error(`the server ended: ${said}`);
}

async function whenUp(ask: () => Promise<unknown>): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      await ask();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await setTimeout(50);
    }
  }
}
