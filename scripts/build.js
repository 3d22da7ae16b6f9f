// Builds dist/: bundled programs and libraries with compiled templates and validators, and their types.
const { execFileSync } = require("node:child_process");
const { readdirSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { join, relative } = require("node:path");
const Ajv = require("ajv");
const standaloneCode = require("ajv/dist/standalone").default;
const addFormats = require("ajv-formats");
const esbuild = require("esbuild");
const { types } = require("mime-types");
const { handlerBundle, handlerInputs } = require("./edge");
const { templateModule } = require("./hbs");

const root = join(__dirname, "..");

// Handlebars templates become render functions, so that no compiler is loaded at run time.
const templates = {
  name: "templates",
  setup(build) {
    build.onLoad({ filter: /\.hbs$/ }, ({ path }) => ({
      contents: templateModule(readFileSync(path, "utf8")),
    }));
  },
};

// config/validator.ts compiles the schemas when it is loaded, which takes longer than all the rest of `check`.
const validators = {
  name: "validators",
  setup(build) {
    build.onLoad({ filter: /config\/validator\.ts$/ }, () => ({
      contents: validatorModule(),
      resolveDir: join(root, "config"),
    }));
  },
};

function validatorModule() {
  const schemas = ["project", "outputs"].map((name) => require(`../schemas/${name}.schema.json`));
  const ajv = new Ajv({ ...require("../config/ajv-options.json"), schemas, code: { source: true } });
  addFormats(ajv);
  return standaloneCode(ajv, { validateProject: schemas[0].$id, validateOutputs: schemas[1].$id });
}

// mime-types makes its table of a larger one when it is loaded, which is a third of the start of `publish`.
const contentTypes = {
  name: "content-types",
  setup(build) {
    build.onLoad({ filter: /mime-types\/index\.js$/ }, () => ({
      contents: `const types = new Map(Object.entries(JSON.parse(${JSON.stringify(JSON.stringify(types))})));
        exports.lookup = (name) => types.get(name.slice(name.lastIndexOf(".") + 1).toLowerCase()) ?? false;`,
    }));
  },
};

// What runs inside CloudFront, or in a process of its own, is bundled by itself and goes into a package as text.
const handlers = {
  name: "handlers",
  setup(build) {
    build.onResolve({ filter: /\.bundle$/ }, ({ path, resolveDir }) => ({
      path: join(resolveDir, path.replace(/\.bundle$/, ".ts")),
      namespace: "handler",
    }));
    build.onLoad({ filter: /.*/, namespace: "handler" }, ({ path }) => ({
      contents: handlerBundle(path),
      loader: "text",
    }));
  },
};

// Building and running edge functions is a bundle of its own, which the others load when there are any.
const edgeApart = {
  name: "edge-apart",
  setup(build) {
    build.onResolve({ filter: /^(\.\.\/)+functions$/ }, () => ({ path: "./edge", external: true }));
  },
};

// CDKTF needs its archiver only for TerraformAsset, which httpsmith never uses; it is a quarter of the load time.
const noArchiver = {
  name: "no-archiver",
  setup(build) {
    build.onResolve({ filter: /^archiver$/ }, () => ({ path: "archiver", namespace: "absent" }));
    build.onLoad({ filter: /.*/, namespace: "absent" }, () => ({
      contents: 'module.exports = () => { throw new Error("archives are not part of this bundle"); };',
    }));
  },
};

// Commander loads what spawns processes, and with it half of Node, for subcommands in programs of their own.
const noSubprograms = {
  name: "no-subprograms",
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("commander") ? { path: "child_process", namespace: "unused" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "unused" }, () => ({ contents: "module.exports = {};" }));
  },
};

const bindings = ["cdktf", "@cdktf/provider-aws", "constructs"];

const shared = {
  bundle: true,
  platform: "node",
  target: "node20.12",
  format: "cjs",
  mainFields: ["module", "main"],
  conditions: ["module"],
  plugins: [templates, validators, contentTypes, handlers, edgeApart, noArchiver, noSubprograms],
  logLevel: "warning",
  legalComments: "none",
  // V8 reads text of one byte for each character in half the time, see cli/bundle.ts.
  charset: "ascii",
  absWorkingDir: root,
  metafile: true,
};

// Less text to read at every start; names stay, for the stack traces of bug reports.
const short = { minifySyntax: true, minifyWhitespace: true };

async function build() {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const results = await Promise.all([
    // CDKTF is part of the synth program, so that nobody who only uses the command installs 400 MB of bindings.
    esbuild.build({
      ...shared,
      // So is the AWS SDK of publish, for the start of all other commands.
      entryPoints: {
        httpsmith: "cli/bin.ts",
        main: "cli/main.ts",
        synth: "modules/synth.ts",
        publish: "publish/index.ts",
        edge: "functions/index.ts",
      },
      outdir: "dist",
      // Code that cli/bundle.ts compiles cannot import() what is not in it, such as Node's own modules in the AWS SDK.
      supported: { "dynamic-import": false },
      ...short,
    }),
    esbuild.build({
      ...shared,
      entryPoints: { index: "index.ts", signing: "signing/index.ts" },
      outdir: "dist",
    }),
    esbuild.build({
      ...shared,
      entryPoints: { modules: "modules/index.ts" },
      outdir: "dist",
      external: bindings.flatMap((name) => [name, `${name}/*`]),
    }),
  ]);
  for (const file of Object.keys(results[0].metafile.outputs)) mustBeAscii(join(root, file));
  const bundled = results.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  // The table of content types is mime-db's.
  const inputs = [...bundled, ...handlerInputs, "node_modules/mime-db/index.js"];
  writeFileSync(join(root, "dist/THIRD_PARTY_NOTICES.md"), notices(inputs));
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
}

// cli/bundle.ts takes every byte of a program for one character.
function mustBeAscii(file) {
  const found = readFileSync(file, "utf8").match(/.{0,80}[^\0-\x7f].*/);
  if (found) throw new Error(`${file} has more than ASCII in it: ${found[0].slice(0, 200)}`);
}

/** @returns the packages that the files are from, with the notices that their licences ask for, as Markdown */
function notices(files) {
  const folders = [
    ...new Set(files.flatMap((file) => file.match(/.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? [])),
  ];
  const byName = new Map(folders.map(packageOf).map((one) => [`${one.name} ${one.version}`, one]));
  const packages = [...byName.values()].sort((a, b) => a.name.localeCompare(b.name, "en"));
  const texts = new Map(packages.map(({ text }) => [text, packages.filter((one) => one.text === text)]));
  return [
    "# Third-party software in dist/",
    "",
    "Made by the build. Sources of all of these are on the npm registry under the same name and version.",
    "",
    ...packages.map(({ name, version, license }) => `- ${name} ${version}, ${license}`),
    ...[...texts].flatMap(([text, users]) =>
      text === "" ? [] : ["", `## ${users.map(({ name }) => name).join(", ")}`, "", "```", text, "```"],
    ),
    "",
  ].join("\n");
}

function packageOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const own = readdirSync(join(root, folder))
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .sort();
  const text = own
    .map((file) =>
      readFileSync(join(root, folder, file), "utf8")
        .replaceAll("\r\n", "\n")
        .trim(),
    )
    .join("\n\n");
  return { name, version, license, text };
}

module.exports = { build };
if (require.main === module) {
  build().then(
    () =>
      process.env.npm_config_loglevel !== "silent" &&
      console.log(`built ${relative(process.cwd(), join(root, "dist"))}/`),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
