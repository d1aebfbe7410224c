/**
 * A scratch database with this module's tables only, made from its own migrations in under a second: for
 * stories about deliveries, which need no store around them.
 */
import { readdirSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"

import type { Database } from "../../src/modules/mail/sql/database"
import { createScratchDatabase, type ScratchDatabase, serverUrl } from "./database"

export { type ScratchDatabase, serverUrl }

// Not `import()`: outside of Jest that would be Node's own, which does not read TypeScript.
const load = createRequire(__filename)
const MIGRATIONS = path.resolve(__dirname, "../../src/modules/mail/migrations")

interface MigrationClass {
  new (...dependencies: unknown[]): { up(): Promise<void>; down(): Promise<void>; getQueries(): unknown[] }
}

/** Which of the migrations, the oldest first, as `Array.slice` takes them. All, if left out. */
export interface Part {
  from?: number
  to?: number
}

async function migrationStatements(direction: "up" | "down", { from, to }: Part): Promise<string[]> {
  const files = readdirSync(MIGRATIONS).filter((file) => /^Migration\d+\.ts$/.test(file))
  const statements: string[] = []
  const chosen = files.sort().slice(from, to)
  for (const file of direction === "up" ? chosen : chosen.reverse()) {
    const exported = Object.values(load(path.join(MIGRATIONS, file)) as object)
    const Migration = exported.find((value): value is MigrationClass => typeof value === "function")!
    const migration = new Migration()
    await migration[direction]()
    statements.push(...migration.getQueries().map(String))
  }
  return statements
}

export async function createMailTables(): Promise<ScratchDatabase> {
  const scratch = await createScratchDatabase()
  await makeMailTables(scratch.db)
  return scratch
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
