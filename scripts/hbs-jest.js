// Lets Jest import *.hbs files as render functions.
const { templateModule } = require("./hbs");

module.exports = { process: (source) => ({ code: templateModule(source) }) };
