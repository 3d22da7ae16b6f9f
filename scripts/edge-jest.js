// Lets Jest import *.edge.js files as text, as esbuild's text loader does in the build.
module.exports = { process: (source) => ({ code: `module.exports = ${JSON.stringify(source)};` }) };
