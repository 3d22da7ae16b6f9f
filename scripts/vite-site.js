// Builds a real single-page app with Vite, of as many lazily loaded pages as are asked for; for tests and benchmarks.
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** @returns the folder of the build: index.html, and for each page a chunk with a digest in its name */
async function viteSite(folder, pages) {
  const source = join(folder, "src");
  mkdirSync(join(source, "pages"), { recursive: true });
  mkdirSync(join(folder, "public"));
  writeFileSync(join(folder, "public/robots.txt"), "User-agent: *\n");
  writeFileSync(join(folder, "public/favicon.ico"), Buffer.alloc(1150, 7));
  writeFileSync(
    join(folder, "index.html"),
    '<!doctype html><div id="app"></div><script type="module" src="/src/main.js"></script>\n',
  );
  writeFileSync(join(source, "style.css"), "body { margin: 0 }\n");
  writeFileSync(
    join(source, "main.js"),
    'import "./style.css";\nconst pages = import.meta.glob("./pages/*.js");\n' +
      "pages[`./pages/p${location.hash.slice(1)}.js`]?.().then(({ render }) => render(document.body));\n",
  );
  for (let n = 0; n < pages; n++) writeFileSync(join(source, `pages/p${n}.js`), page(n));
  // ESM alone.
  const { build } = await import("vite");
  await build({ root: folder, configFile: false, logLevel: "error", build: { reportCompressedSize: false } });
  return join(folder, "dist");
}

// From half a kilobyte to some twenty, as chunks of pages are.
function page(n) {
  const words = Array.from(
    { length: 8 + ((n * 37) % 320) },
    (_, i) => `word-${(n * 7919 + i * 104729) % 99991}`,
  );
  return `const text = ${JSON.stringify(words)};\nexport function render(node) { node.textContent = text.join(" "); }\n`;
}

module.exports = { viteSite };
if (require.main === module) viteSite(process.argv[2], Number(process.argv[3]));
