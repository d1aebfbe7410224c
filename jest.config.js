// One configuration for every kind of test; TEST_TYPE chooses which files run.

const matches = {
  unit: ["**/src/**/__tests__/**/*.unit.spec.[jt]s?(x)"],
  modules: ["**/integration-tests/modules/**/*.spec.ts"],
  http: ["**/integration-tests/http/**/*.spec.ts"],
  clocked: ["**/integration-tests/clocked/**/*.spec.ts"],
  crash: ["**/integration-tests/crash/**/*.spec.ts"],
  package: ["**/integration-tests/package/**/*.spec.ts"],
  surroundings: ["**/integration-tests/surroundings/**/*.spec.ts"],
  pictures: ["**/integration-tests/pictures/**/*.spec.ts"],
  e2e: ["**/integration-tests/e2e/**/*.spec.ts"],
}

const kind = process.env.TEST_TYPE ?? "unit"
/** They tell their stories in a store that has the package installed, which takes minutes to make. */
const installed = ["package", "surroundings", "pictures", "e2e"].includes(kind)

module.exports = {
  // Of a story that says nothing else. Jest's own 5 seconds are short where two files share a busy machine.
  testTimeout: 30_000,
  testMatch: matches[kind],
  ...(installed && { globalSetup: "<rootDir>/integration-tests/store/setup.ts" }),
  testEnvironment: "node",
  transform: {
    "^.+\\.[jt]sx?$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", decorators: true, tsx: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: "automatic" } },
          target: "es2022",
        },
      },
    ],
  },
  moduleFileExtensions: ["ts", "tsx", "js", "json"],
  modulePathIgnorePatterns: ["<rootDir>/.medusa/", "<rootDir>/.test/", "<rootDir>/.demo/"],
}
