// Turns a bundle into the form of a CloudFront Function: a script with a function called handler.

/** @returns the bundle with `require` for the modules that have it in AWS's documentation, and without its export */
export function functionText(bundle: string): string {
  return withRequire(bundle, "crypto|querystring|buffer").replace(/export ?\{\s*handler\s*\};\s*$/, "");
}

/** @returns the text with `require` instead of the default imports of these modules */
export function withRequire(text: string, modules: string): string {
  const imports = new RegExp(`(^|;)import (\\w+) ?from ?["'](${modules})["'];?`, "gm");
  return text.replace(
    imports,
    (_, before, name, module) => `${before}const ${name}=require(${JSON.stringify(module)});`,
  );
}
