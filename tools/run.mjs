// Runs one of the repository's TypeScript programs from a bare clone: `node tools/run.mjs <file.ts> [arguments]`.
// Only Node's own modules are used before the dependencies are known to be there.
import { spawnSync } from "node:child_process"
import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const [program, ...rest] = process.argv.slice(2)

/**
 * Not `npm ci`: npm 11 writes lock files without the optional packages of other platforms (swc, rollup, esbuild) and
 * then refuses them as out of step. This installs the locked versions all the same and leaves the file alone.
 */
const INSTALL = ["install", "--no-save", "--no-audit", "--no-fund"]

/** npm writes this file last: an install that was interrupted does not have it. */
function isInstalled() {
  return fs.existsSync(path.join(root, "node_modules", ".package-lock.json"))
}

function install() {
  process.stderr.write("Installing dependencies (npm install) …\n")
  // Standard output belongs to the program: `--once` prints one line of JSON there and nothing else.
  const { status, error } = spawnSync("npm", INSTALL, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  })
  if (status !== 0) {
    throw new Error(`npm install failed${error ? `: ${error.message}` : ""}`)
  }
}

const [major, minor] = process.versions.node.split(".").map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`Node ${process.versions.node} is too old: 20.19 or newer is needed\n`)
  process.exit(1)
}
if (!isInstalled()) {
  install()
}
process.chdir(root)
process.argv = [process.argv[0], path.join(root, program), ...rest]
const require = createRequire(path.join(root, "package.json"))
require("ts-node").register({ cwd: root, project: path.join(root, "tsconfig.json"), swc: true })
require(path.join(root, program))
