// Tests run from the TypeScript sources; templates are compiled by the same function as in the build.
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  globalTeardown: "<rootDir>/test/teardown.js",
  moduleFileExtensions: ["ts", "js", "json", "hbs"],
  transform: {
    "/(edge/[a-z-]+/(lambda|function)|functions/program)\\.ts$": "<rootDir>/scripts/bundle-jest.js",
    "\\.hbs$": "<rootDir>/scripts/hbs-jest.js",
    "\\.ts$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }],
  },
  // TypeScript wants the file ending of a lazy import that Node will see.
  moduleNameMapper: {
    "^(\\./[a-z/-]+)\\.js$": "$1",
    "^(.*/edge/[a-z-]+/(lambda|function)|\\./program)\\.bundle$": "$1.ts",
  },
  modulePathIgnorePatterns: ["<rootDir>/dist/", "<rootDir>/bench/"],
  maxWorkers: 2,
  workerIdleMemoryLimit: "600MB",
  // For what hangs, not a measure: on a busy machine a test with real servers takes its time.
  testTimeout: 300_000,
};
