/**
 * A scratch database with this module's tables only, made from its own migrations in under a second: for
 * stories about deliveries, which need no store around them.
 */
import { randomBytes } from "node:crypto"
import { readdirSync } from "node:fs"
import path from "node:path"

import { Client, Pool } from "pg"

import { type Database, databaseOf } from "../../src/modules/mail/database"

const MIGRATIONS = path.resolve(__dirname, "../../src/modules/mail/migrations")

interface MigrationClass {
  new (...dependencies: unknown[]): { up(): Promise<void>; getQueries(): unknown[] }
}

export interface ScratchDatabase {
  db: Database
  url: string
  /** Closes the pool and drops the database, even if somebody is still connected. */
  drop(): Promise<void>
}

/** Where the tests' Postgres is: the runner sets these. */
export function serverUrl(database: string): string {
  const { DB_HOST = "127.0.0.1", DB_PORT = "5432", DB_USERNAME = "postgres", DB_PASSWORD = "" } = process.env
  const user = `${encodeURIComponent(DB_USERNAME)}:${encodeURIComponent(DB_PASSWORD)}`
  return `postgres://${user}@${DB_HOST}:${DB_PORT}/${database}`
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl("postgres") })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function migrationStatements(): Promise<string[]> {
  const files = readdirSync(MIGRATIONS).filter((file) => /^Migration\d+\.ts$/.test(file))
  const statements: string[] = []
  for (const file of files.sort()) {
    const exported = Object.values((await import(path.join(MIGRATIONS, file))) as object)
    const Migration = exported.find((value): value is MigrationClass => typeof value === "function")!
    const migration = new Migration()
    await migration.up()
    statements.push(...migration.getQueries().map(String))
  }
  return statements
}

export async function createMailTables(): Promise<ScratchDatabase> {
  const name = `mail_${randomBytes(6).toString("hex")}`
  await onServer(`CREATE DATABASE ${name}`)
  const pool = new Pool({ connectionString: serverUrl(name), max: 8 })
  // Postgres ends the connections when the database is dropped; that is no news.
  pool.on("error", () => undefined)
  const db = databaseOf({
    acquire: () => pool.connect(),
    release: (client) => (client as unknown as { release(): void }).release(),
  })
  for (const statement of await migrationStatements()) {
    await db.query(statement)
  }
  return {
    db,
    url: serverUrl(name),
    drop: async () => {
      await pool.end()
      await onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}
