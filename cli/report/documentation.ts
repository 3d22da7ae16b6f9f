// Where a page of the documentation is: in the installed package for its users, in the repository for ourselves.
import { join, relative } from "node:path";

// The built program stands in dist, beside docs.
const installed = /[\\/]node_modules[\\/]/.test(__dirname) ? join(__dirname, "../docs") : null;

/** @param page below docs/, such as `server.md`. @returns a path that opens it from the working directory */
export function documentation(page: string): string {
  if (installed === null) return `docs/${page}`;
  const path = join(installed, page);
  const near = relative(workingFolder(), path);
  // From npx's own folder the way up and down again would be longer.
  return (near.length < path.length ? near : path).replaceAll("\\", "/");
}

function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return "/";
  }
}
