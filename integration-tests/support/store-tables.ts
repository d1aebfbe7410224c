/**
 * A scratch database with all tables of a store, Medusa's and ours, as `medusa db:migrate` makes them. That
 * takes half a minute, so it is done once per server and state of the migrations; each file of stories gets a
 * copy, which takes a fifth of a second in memory.
 */
import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { promisify } from "node:util"

import type { Client } from "pg"

import { createScratchDatabase, onServer, type ScratchDatabase, serverUrl } from "./database"

const ROOT = path.resolve(__dirname, "../..")
/** What the migrations bring from elsewhere. */
const FUNCTIONS = ["functions.ts", "folding.ts", "letters.ts"].map((file) =>
  path.join(ROOT, "src/modules/mail/address", file)
)
const MIGRATIONS = path.join(ROOT, "src/modules/mail/migrations")

/** Any number: it keeps two runners from making the same template at once. */
const LOCK = 726_451

function templateName(): string {
  const hash = createHash("sha256").update(readFileSync(path.join(ROOT, "package.json")))
  for (const file of readdirSync(MIGRATIONS).sort()) {
    hash.update(readFileSync(path.join(MIGRATIONS, file)))
  }
  for (const file of FUNCTIONS) {
    hash.update(readFileSync(file))
  }
  return `mail_store_${hash.digest("hex").slice(0, 12)}`
}

async function migrate(database: string): Promise<void> {
  await promisify(execFile)("npx", ["medusa", "db:migrate"], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: serverUrl(database), NODE_OPTIONS: "" },
    maxBuffer: 1 << 24,
  })
}

/** It gets its name when it is complete, so that an interrupted migration is never copied. */
async function makeTemplate(server: Client, name: string): Promise<void> {
  const { rowCount } = await server.query("SELECT FROM pg_database WHERE datname = $1", [name])
  if (rowCount) {
    return
  }
  const unfinished = `${name}_unfinished`
  await server.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
  await server.query(`CREATE DATABASE ${unfinished}`)
  await migrate(unfinished)
  await server.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`)
}

/** Of an empty store. Takes up to a minute the first time. @returns its name. */
async function storeTemplate(): Promise<string> {
  const name = templateName()
  await onServer(async (server) => {
    await server.query("SELECT pg_advisory_lock($1)", [LOCK])
    await makeTemplate(server, name)
  })
  return name
}

/** Takes up to a minute the first time: give the `beforeAll` that calls it as long. */
export async function createStoreTables(): Promise<ScratchDatabase> {
  return createScratchDatabase(await storeTemplate())
}

/** The same under this name, for somebody who drops it. */
export async function copyStoreTables(name: string): Promise<void> {
  const template = await storeTemplate()
  await onServer((server) => server.query(`CREATE DATABASE "${name}" TEMPLATE ${template}`))
}

/** As long as {@link createStoreTables} may take. */
export const MIGRATING = 300_000
