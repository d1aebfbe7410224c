/** Databases that were made for other languages than the tests' own. */
import type { Database } from "../../src/modules/mail/sql/database"
import { createScratchDatabase, onServer, type ScratchDatabase } from "./database"
import { makeMailTables, type Part } from "./mail-tables"
import { createStoreTables } from "./store-tables"

/** As `CREATE DATABASE` takes them. PostgreSQL knows the first kind from 15 on. */
const LOCALES = {
  Turkish: "LOCALE_PROVIDER icu ICU_LOCALE 'tr'",
  Lithuanian: "LOCALE_PROVIDER icu ICU_LOCALE 'lt'",
  Greek: "LOCALE_PROVIDER icu ICU_LOCALE 'el'",
  German: "LOCALE_PROVIDER icu ICU_LOCALE 'de'",
  none: "LOCALE 'C'",
}

export type DatabaseLanguage = keyof typeof LOCALES

/** Those that this server can make a database for. */
export async function databaseLanguages(): Promise<DatabaseLanguage[]> {
  const [{ version }] = await onServer(async (server) => {
    const { rows } = await server.query<{ version: number }>(
      "SELECT current_setting('server_version_num')::int AS version"
    )
    return rows as [{ version: number }]
  })
  const all = Object.keys(LOCALES) as DatabaseLanguage[]
  return version >= 150_000 ? all : ["none"]
}

/** An empty one. */
export function createDatabaseOf(language: DatabaseLanguage): Promise<ScratchDatabase> {
  return createScratchDatabase(undefined, LOCALES[language])
}

/** Of each column of Medusa's tables, without what holds only between tables. Types of a store's own become text. */
const COLUMNS = `
  SELECT c.relname AS table, quote_ident(a.attname) || ' ' ||
         CASE WHEN t.typtype = 'e' THEN 'text' ELSE format_type(a.atttypid, a.atttypmod) END ||
         coalesce(' DEFAULT ' || CASE WHEN t.typtype = 'e' THEN split_part(pg_get_expr(d.adbin, d.adrelid), '::', 1)
                                      ELSE pg_get_expr(d.adbin, d.adrelid) END, '') AS column
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
   WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE 'mpmd%'
     AND coalesce(pg_get_expr(d.adbin, d.adrelid), '') NOT LIKE 'nextval%'
   ORDER BY c.relname, a.attnum`

/** Medusa's tables as they are in a store, in another database. */
async function copyTables(from: Database, to: Database): Promise<void> {
  const tables = new Map<string, string[]>()
  for (const { table, column } of await from.query<{ table: string; column: string }>(COLUMNS)) {
    tables.set(table, [...(tables.get(table) ?? []), column])
  }
  for (const [table, columns] of tables) {
    await to.query(`CREATE TABLE "${table}" (${columns.join(", ")})`)
  }
}

/**
 * A database of a language with the tables of a store: a copy of a database cannot have another language than its original.
 *
 * @param part - Which of our migrations have run; all, if left out.
 */
export async function createStoreOf(language: DatabaseLanguage, part?: Part): Promise<ScratchDatabase> {
  const original = await createStoreTables()
  try {
    const scratch = await createDatabaseOf(language)
    await copyTables(original.db, scratch.db)
    await makeMailTables(scratch.db, part)
    return scratch
  } finally {
    await original.drop()
  }
}
