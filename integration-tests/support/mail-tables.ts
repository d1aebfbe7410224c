/**
 * A scratch database with this module's tables only, made by its own migrations: for stories about deliveries, which need no
 * store around them.
 */
import { readdirSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"

import type { Database } from "../../src/modules/mail/sql/database"
import { createScratchDatabase, openDatabase, type ScratchDatabase, serverUrl } from "./database"
import { templateDatabase } from "./template-database"

export { type ScratchDatabase, serverUrl }

// Not `import()`: outside of Jest that would be Node's own, which does not read TypeScript.
const load = createRequire(__filename)
const MODULE = path.resolve(__dirname, "../../src/modules/mail")
const MIGRATIONS = readdirSync(path.join(MODULE, "migrations"))
  .filter((file) => /^Migration\d+\.ts$/.test(file))
  .sort()
  .map((file) => path.join(MODULE, "migrations", file))

/** The migrations, and what they bring from elsewhere. */
export const MIGRATION_SOURCES = [
  ...MIGRATIONS,
  ...["functions.ts", "folding.ts", "letters.ts"].map((file) => path.join(MODULE, "address", file)),
]

interface MigrationClass {
  new (...dependencies: unknown[]): { up(): Promise<void>; down(): Promise<void>; getQueries(): unknown[] }
}

/** Which of the migrations, the oldest first, as `Array.slice` takes them. All, if left out. */
export interface Part {
  from?: number
  to?: number
}

async function migrationStatements(direction: "up" | "down", { from, to }: Part): Promise<string[]> {
  const statements: string[] = []
  const chosen = MIGRATIONS.slice(from, to)
  for (const file of direction === "up" ? chosen : chosen.reverse()) {
    const exported = Object.values(load(file) as object)
    const Migration = exported.find((value): value is MigrationClass => typeof value === "function")!
    const migration = new Migration()
    await migration[direction]()
    statements.push(...migration.getQueries().map(String))
  }
  return statements
}

/** A copy: to run the migrations, all of the framework's database layer has to be loaded. */
export async function createMailTables(): Promise<ScratchDatabase> {
  const template = { kind: "mail_tables", sources: MIGRATION_SOURCES, fill: migrate }
  return createScratchDatabase(await templateDatabase(template))
}

async function migrate(database: string): Promise<void> {
  const { db, end } = openDatabase(serverUrl(database))
  try {
    await makeMailTables(db)
  } finally {
    await end()
  }
}

/** What the migrations do, in a database that exists. */
export async function makeMailTables(db: Database, part: Part = {}): Promise<void> {
  await run(db, "up", part)
}

/** What rolling them back does. */
export async function dropMailTables(db: Database, part: Part = {}): Promise<void> {
  await run(db, "down", part)
}

async function run(db: Database, direction: "up" | "down", part: Part): Promise<void> {
  for (const statement of await migrationStatements(direction, part)) {
    await db.query(statement)
  }
}
