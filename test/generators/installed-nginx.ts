// The versions of the installed Nginx and of the OpenSSL that it runs with.
import { spawnSync } from "node:child_process";
import type { Nginx } from "../../config/project";
import { findProgram } from "../programs";

export const installedNginx: Pick<Nginx, "version" | "openssl"> = read();

function read(): Pick<Nginx, "version" | "openssl"> {
  const path = findProgram("nginx");
  const text = path ? spawnSync(path, ["-V"], { encoding: "utf8" }).stderr : "";
  const [, version = "0"] = /nginx\/([0-9.]+)/.exec(text) ?? [];
  const [, openssl = "0"] =
    /running with OpenSSL ([0-9.]+)/.exec(text) ?? /OpenSSL ([0-9.]+)/.exec(text) ?? [];
  return { version, openssl };
}
