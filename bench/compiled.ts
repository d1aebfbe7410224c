/**
 * The module as JavaScript, as it is shipped: a process with a TypeScript compiler beside it fills twice the memory, and its
 * threads another compiler each.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"

import { create } from "ts-node"

const ROOT = path.join(__dirname, "..")
/** The pages, stories, and what reads stories. */
const LEFT_OUT = /(^|\/)(admin|__tests__)\//
const SOURCE_MAP = /\n\/\/# sourceMappingURL=.*\s*$/

export interface Compiled {
  /** Where a file of the repository stands, by its path without an ending. */
  fileOf(module: string): string
  remove(): void
}

/** Compiles `src`, and programs of this folder, into a folder within the repository, where they find its packages. */
export function compile(...programs: string[]): Compiled {
  const { compile } = create({ cwd: ROOT, project: path.join(ROOT, "tsconfig.json"), swc: true })
  mkdirSync(path.join(ROOT, ".test"), { recursive: true })
  const folder = mkdtempSync(path.join(ROOT, ".test/compiled-"))
  const sources = readdirSync(path.join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !LEFT_OUT.test(file))
    .map((file) => path.join("src", file))
  for (const file of [...sources, ...programs.map((program) => path.join("bench", program))]) {
    const target = path.join(folder, file.replace(/\.ts$/, ".js"))
    mkdirSync(path.dirname(target), { recursive: true })
    const source = readFileSync(path.join(ROOT, file), "utf8")
    writeFileSync(target, compile(source, path.join(ROOT, file)).replace(SOURCE_MAP, ""))
  }
  return {
    fileOf: (module) => path.join(folder, `${module}.js`),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
