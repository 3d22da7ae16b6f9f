// The version of the installed Certbot.
import { spawnSync } from "node:child_process";
import { findProgram } from "../../programs";

export const installedCertbot: string = read();

function read(): string {
  const path = findProgram("certbot");
  const { stdout = "", stderr = "" } = path ? spawnSync(path, ["--version"], { encoding: "utf8" }) : {};
  return /certbot ([0-9.]+)/.exec(stdout + stderr)?.[1] ?? "0";
}
