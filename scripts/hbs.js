// Turns one Handlebars template into a CommonJS module, for the build and for Jest alike.
const Handlebars = require("handlebars");

// strict: a misspelt {{field}} fails. noEscape: quoting belongs to the target language, not to HTML.
// knownHelpersOnly: a template has no helpers but the built-in ones.
const options = { strict: true, noEscape: true, knownHelpersOnly: true, preventIndent: true };

/** @returns JavaScript text whose default export renders a view to text */
function templateModule(source) {
  const spec = Handlebars.precompile(source.replaceAll("\r\n", "\n"), options);
  return `const Handlebars = require("handlebars/runtime");\nmodule.exports = Handlebars.template(${spec});\n`;
}

module.exports = { templateModule };
