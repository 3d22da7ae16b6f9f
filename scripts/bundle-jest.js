// Lets Jest import handlers of edge/ as the text of their bundle, as the build does.
const { createHash } = require("node:crypto");
const { handlerBundle } = require("./edge");

module.exports = {
  // Of the bundle, since what a handler imports changes it too.
  getCacheKey: (_, file) => createHash("sha256").update(handlerBundle(file)).digest("hex"),
  process: (_, file) => ({
    code: `exports.__esModule = true; exports.default = ${JSON.stringify(handlerBundle(file))};`,
  }),
};
