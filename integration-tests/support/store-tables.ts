/**
 * A scratch database with all tables of a store, Medusa's and ours, as `medusa db:migrate` makes them. That
 * takes half a minute, so each file of stories gets a copy, which takes a fifth of a second in memory.
 */
import { execFile } from "node:child_process"
import path from "node:path"
import { promisify } from "node:util"

import { createScratchDatabase, onServer, type ScratchDatabase, serverUrl } from "./database"
import { MIGRATION_SOURCES } from "./mail-tables"
import { templateDatabase } from "./template-database"

const ROOT = path.resolve(__dirname, "../..")

async function migrate(database: string): Promise<void> {
  await promisify(execFile)("npx", ["medusa", "db:migrate"], {
    cwd: ROOT,
    env: { ...process.env, DATABASE_URL: serverUrl(database), NODE_OPTIONS: "" },
    maxBuffer: 1 << 24,
  })
}

/** Of an empty store. Takes up to a minute the first time. @returns its name. */
function storeTemplate(): Promise<string> {
  const sources = [path.join(ROOT, "package.json"), ...MIGRATION_SOURCES]
  return templateDatabase({ kind: "mail_store", sources, fill: migrate })
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
