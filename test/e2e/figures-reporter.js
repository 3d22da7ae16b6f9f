// A Jest reporter: one table of what figures.ts collected, and of the faults that the site survived.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

class FiguresReporter {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "httpsmith-figures-"));
    this.file = join(this.folder, "figures");
    writeFileSync(this.file, "");
    // Workers, which start later, inherit it.
    process.env.HTTPSMITH_FIGURES = this.file;
  }

  onRunComplete(_contexts, { testResults }) {
    const lines = readFileSync(this.file, "utf8").split("\n").filter(Boolean);
    const rows = lines.map((line) => JSON.parse(line)).concat(faults(testResults));
    rmSync(this.folder, { recursive: true });
    if (rows.length === 0) return;
    const width = Math.max(...rows.map(({ what }) => what.length));
    const text = rows.map(({ what, value }) => `  ${what.padEnd(width)}  ${value}`);
    process.stdout.write(`\nend to end\n${text.join("\n")}\n`);
  }
}

// Each test below a describe of that name is one fault.
function faults(testResults) {
  const tests = testResults
    .flatMap(({ testResults: each }) => each)
    .filter(({ ancestorTitles }) =>
      ancestorTitles.some((title) => title.startsWith("faults that a site survives")),
    );
  const ran = tests.filter(({ status }) => status === "passed" || status === "failed");
  const survived = ran.filter(({ status }) => status === "passed").length;
  return ran.length === 0 ? [] : [{ what: "faults survived", value: `${survived} of ${ran.length}` }];
}

module.exports = FiguresReporter;
