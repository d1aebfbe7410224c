/**
 * A scratch database with this module's tables only, made from its own migrations in under a second: for
 * stories about deliveries, which need no store around them.
 */
import { readdirSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"

import { createScratchDatabase, type ScratchDatabase, serverUrl } from "./database"

export { type ScratchDatabase, serverUrl }

// Not `import()`: outside of Jest that would be Node's own, which does not read TypeScript.
const load = createRequire(__filename)
const MIGRATIONS = path.resolve(__dirname, "../../src/modules/mail/migrations")

interface MigrationClass {
  new (...dependencies: unknown[]): { up(): Promise<void>; getQueries(): unknown[] }
}

async function migrationStatements(): Promise<string[]> {
  const files = readdirSync(MIGRATIONS).filter((file) => /^Migration\d+\.ts$/.test(file))
  const statements: string[] = []
  for (const file of files.sort()) {
    const exported = Object.values(load(path.join(MIGRATIONS, file)) as object)
    const Migration = exported.find((value): value is MigrationClass => typeof value === "function")!
    const migration = new Migration()
    await migration.up()
    statements.push(...migration.getQueries().map(String))
  }
  return statements
}

export async function createMailTables(): Promise<ScratchDatabase> {
  const scratch = await createScratchDatabase()
  for (const statement of await migrationStatements()) {
    await scratch.db.query(statement)
  }
  return scratch
}
