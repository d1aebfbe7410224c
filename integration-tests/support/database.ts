/** Scratch databases on the tests' Postgres, each with a pool of its own, dropped when its stories are told. */
import { randomBytes } from "node:crypto"

import { Client, Pool } from "pg"

import { type Database, databaseOf } from "../../src/modules/mail/sql/database"

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

/** Work on the server itself, over one connection. */
export async function onServer<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: serverUrl("postgres") })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/**
 * A new database, empty or a copy of a template to which nobody is connected.
 *
 * @param locale - Of an empty one, as `CREATE DATABASE` takes it; left out, that of the server.
 */
export async function createScratchDatabase(template?: string, locale?: string): Promise<ScratchDatabase> {
  const name = `mail_${randomBytes(6).toString("hex")}`
  await onServer((server) =>
    server.query(
      `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ""}` +
        (locale ? ` TEMPLATE template0 ENCODING UTF8 ${locale}` : "")
    )
  )
  const url = serverUrl(name)
  const { db, end } = openDatabase(url)
  return {
    db,
    url,
    drop: async () => {
      await end()
      await onServer((server) => server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** A database over a pool of its own. */
export function openDatabase(url: string): { db: Database; end(): Promise<void> } {
  const pool = new Pool({ connectionString: url, max: 8 })
  // Postgres ends the connections when the database is dropped; that is no news.
  pool.on("error", () => undefined)
  pool.on("connect", (client) => client.on("error", () => undefined))
  const db = databaseOf({
    acquire: () => pool.connect(),
    release: (client, broken) => (client as unknown as { release(broken: boolean): void }).release(broken),
  })
  return { db, end: () => pool.end() }
}
