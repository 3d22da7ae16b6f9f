// Bundles what runs elsewhere into its text, for the build and for Jest alike: a handler of edge/ for CloudFront, and
// the program of functions/ that runs CloudFront Functions in a process of their own.
const { basename, join } = require("node:path");
const esbuild = require("esbuild");
const options = require("../functions/bundle-options.json");

const root = join(__dirname, "..");

/** @returns the bundle of edge/<handler>/lambda.ts or function.ts, without its settings, or of functions/program.ts */
function handlerBundle(file) {
  const kind = basename(file, ".ts");
  const { outputFiles, metafile } = esbuild.buildSync({
    ...options[kind],
    entryPoints: [file],
    absWorkingDir: root,
    metafile: true,
  });
  for (const input of Object.keys(metafile.inputs)) handlerInputs.add(input);
  return outputFiles[0].text;
}

/** Files that went into bundles so far, relative to the repository. */
const handlerInputs = new Set();

module.exports = { handlerBundle, handlerInputs };
