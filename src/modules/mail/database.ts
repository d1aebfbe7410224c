/**
 * The one way in which this module speaks SQL: plain text with `$1` parameters, over the store's own pool or
 * over a pool of the sending thread. Everything that must be atomic runs in `transaction`.
 */
import type { Knex } from "@medusajs/framework/mikro-orm/knex"

export type SqlValue = string | number | boolean | Date | Buffer | null | readonly SqlValue[] | object

export interface Database {
  /** Runs one statement and returns its rows. */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[]
  ): Promise<Row[]>
  /** Commits if `work` resolves, rolls back if it rejects. A transaction inside a transaction joins it. */
  transaction<Result>(work: (tx: Database) => Promise<Result>): Promise<Result>
}

/** What of a `pg` client is used here. */
interface PgClient {
  query(text: string, values?: unknown[]): Promise<{ rows: object[] }>
}

/** Hands out a client and takes it back. */
export interface ClientSource {
  acquire(): Promise<PgClient>
  release(client: PgClient): Promise<void> | void
}

function onClient(client: PgClient): Database {
  const database: Database = {
    query: async <Row extends object>(text: string, values: readonly unknown[] = []) =>
      (await client.query(text, [...values])).rows as Row[],
    transaction: (work) => work(database),
  }
  return database
}

/** A database over any source of `pg` clients. */
export function databaseOf(source: ClientSource): Database {
  const withClient = async <Result>(work: (client: PgClient) => Promise<Result>): Promise<Result> => {
    const client = await source.acquire()
    try {
      return await work(client)
    } finally {
      await source.release(client)
    }
  }
  return {
    query: (text, values) => withClient((client) => onClient(client).query(text, values)),
    transaction: (work) =>
      withClient(async (client) => {
        await client.query("BEGIN")
        try {
          const result = await work(onClient(client))
          await client.query("COMMIT")
          return result
        } catch (error) {
          // A rollback on a broken connection fails too; the first error is the one that tells why.
          await client.query("ROLLBACK").catch(() => undefined)
          throw error
        }
      }),
  }
}

/** A database over the store's own connection pool, as Medusa hands it to a module. */
export function databaseFromKnex(knex: Knex): Database {
  return databaseOf({
    acquire: () => knex.client.acquireConnection() as Promise<PgClient>,
    release: (client) => knex.client.releaseConnection(client) as Promise<void>,
  })
}
