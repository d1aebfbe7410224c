// Medusa's own rules (strict), typescript-eslint's recommended ones, sorted imports. Formatting is Prettier's.
import medusa from "@medusajs/eslint-plugin"
import importSort from "eslint-plugin-simple-import-sort"
import typescript from "typescript-eslint"

import house from "./tools/eslint-floors.mjs"

// Its list of ignored paths leaves out every test; ours are held to the same rules.
const strict = medusa.configs.strict.filter((block) => !block.ignores || block.files)
const generated = [".demo/", ".medusa/", ".test/", "coverage/", "integration-tests/consumer-store/checks/"]

export default typescript.config(
  { ignores: generated },
  ...typescript.configs.recommended,
  ...strict,
  {
    // The nearest tsconfig.json builds the package alone; this one knows every file.
    files: ["**/*.{ts,tsx}"],
    languageOptions: {
      parserOptions: { project: "./tsconfig.check.json", tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    // A merchant's code; a store has a tsconfig.json of its own. Its checks are compiled against the packed package.
    files: ["integration-tests/consumer-store/**"],
    languageOptions: {
      parserOptions: {
        project: "./integration-tests/consumer-store/tsconfig.json",
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { "simple-import-sort": importSort, house },
    rules: {
      "house/floors": "error",
      "simple-import-sort/imports": "error",
      "simple-import-sort/exports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      eqeqeq: ["error", "smart"],
    },
  },
  {
    // A MedusaError is for what an API answers. Programs around the store have no API, and the parts of the module
    // that send and classify run without one.
    files: [
      "demo/**",
      "tools/**",
      "bench/**",
      "integration-tests/**",
      "docs/**",
      "src/modules/mail/dispatch/**",
      "src/modules/mail/mail-apis/**",
      "src/modules/mail/oauth/**",
      "src/modules/mail/own-transport/**",
      "src/modules/mail/smtp/**",
      "src/modules/mail/intake/**",
      "src/modules/mail/failures/**",
    ],
    rules: { "@medusajs/use-medusa-error-not-generic-error": "off" },
  },
  {
    files: ["jest.config.js"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  }
)
