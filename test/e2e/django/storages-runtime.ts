// The versions of Django with django-storages, boto3 and cryptography beside it, as far as the machine has them.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheFolder, type DjangoRuntime, djangoVersions, pythonEnv } from "../../generators/python";

export interface StoragesVersion {
  readonly django: string;
  /** "1.13" or "1.14". */
  readonly storages: string;
  /** null where one of the packages is not to be had; `found` then says so. */
  readonly runtime: DjangoRuntime | null;
  /** Versions in full, for the titles of tests. */
  readonly found: string;
}

// https://github.com/jschneier/django-storages/blob/master/CHANGELOG.rst: 1.13 supports Django up to 4.1, and
// 1.14 from 3.2 on. People run 1.13 on 4.2 all the same.
const pairs: readonly [django: string, storages: string][] = [
  ["3.2", "1.13"],
  ["3.2", "1.14"],
  ["4.2", "1.13"],
  ["4.2", "1.14"],
  ["5.2", "1.14"],
  ["6.1", "1.14"],
];

export function storagesVersions(): StoragesVersion[] {
  const versions = djangoVersions();
  return pairs.map(([django, storages]) => {
    const runtime = versions.find(({ version }) => version === django)?.runtime ?? null;
    const fitting = runtime ? firstFitting(runtime, storages) : null;
    return { django, storages, ...(fitting ?? { runtime: null, found: "not to be had here" }) };
  });
}

function firstFitting(
  runtime: DjangoRuntime,
  storages: string,
): Pick<StoragesVersion, "runtime" | "found"> | null {
  const cached = join(cacheFolder, "django-storages");
  const newer = existsSync(cached) ? [cached] : [];
  const folders = [...(storages === "1.13" ? [] : newer), ...(runtime.packages ? [runtime.packages] : [])];
  const fetched = join(cacheFolder, "s3-python", "bin", "python3.13");
  for (const command of [runtime.command, ...(existsSync(fetched) && runtime.packages ? [fetched] : [])]) {
    const candidate = { command, packages: folders.join(delimiter) };
    const found = probe(candidate);
    if (found?.includes(`django-storages ${storages}.`)) return { runtime: candidate, found };
  }
  return null;
}

function probe({ command, packages }: DjangoRuntime): string | null {
  const program = `
import platform, django, storages, boto3, cryptography, django.core.management
import importlib.util
assert importlib.util.find_spec("storages.backends.s3boto3")
print("Python %s, Django %s, django-storages %s, boto3 %s, cryptography %s" % (
    platform.python_version(), django.get_version(), storages.__version__, boto3.__version__, cryptography.__version__))
`;
  const { status, stdout } = spawnSync(command, ["-c", program], {
    encoding: "utf8",
    env: pythonEnv(packages),
  });
  return status === 0 ? stdout.trim() : null;
}
