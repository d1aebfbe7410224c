/**
 * `npm run migration:generate`, and with `--check` the guard of the build: it fails, leaving everything as it
 * was, when the models say more than the migrations do.
 */
import { spawnSync } from "node:child_process"
import fs from "node:fs"
import path from "node:path"

import { postgresEnvironment, withPostgres } from "./postgres"
import { fastCluster } from "./postgres/fast"

const ROOT = path.join(__dirname, "..")
const MIGRATIONS = path.join(ROOT, "src", "modules", "mail", "migrations")

/** The file names and contents of the migrations folder, its snapshot included. */
function read(): Map<string, string> {
  const names = fs.existsSync(MIGRATIONS) ? fs.readdirSync(MIGRATIONS) : []
  return new Map(names.map((name) => [name, fs.readFileSync(path.join(MIGRATIONS, name), "utf8")]))
}

function restore(before: Map<string, string>): void {
  for (const name of fs.readdirSync(MIGRATIONS).filter((name) => !before.has(name))) {
    fs.rmSync(path.join(MIGRATIONS, name))
  }
  for (const [name, text] of before) {
    fs.writeFileSync(path.join(MIGRATIONS, name), text)
  }
}

function generate(env: Record<string, string>): void {
  const { status } = spawnSync("npx", ["medusa", "plugin:db:generate"], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  })
  if (status !== 0) {
    throw new Error("medusa plugin:db:generate failed")
  }
}

async function main(): Promise<void> {
  const check = process.argv.includes("--check")
  const before = read()
  const cluster = fastCluster(path.join(ROOT, ".test"))
  await withPostgres(cluster, async (postgres) => generate(postgresEnvironment(postgres)))
  const made = [...read().keys()].filter((name) => !before.has(name))
  if (!check) {
    return
  }
  restore(before)
  if (made.length > 0) {
    throw new Error(
      "The models changed without a migration: run `npm run migration:generate` and commit the result"
    )
  }
  console.log("The migrations match the models")
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
