/**
 * The one way in which this module speaks SQL: plain text with `$1` parameters, over the store's own pool or
 * over a pool of the sending thread. Everything that must be atomic runs in `transaction`.
 */
import type { Knex } from "@medusajs/framework/mikro-orm/knex"

import { namingMigrations } from "./not-migrated"

export type SqlValue = string | number | boolean | Date | Buffer | null | readonly SqlValue[] | object

export interface Database {
  /**
   * Runs one statement and returns its rows.
   *
   * @param patience - milliseconds that the answer may take, for the few statements over a whole audience.
   */
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
    patience?: number
  ): Promise<Row[]>
  /** Commits if `work` resolves, rolls back if it rejects. A transaction inside a transaction joins it. */
  transaction<Result>(work: (tx: Database) => Promise<Result>): Promise<Result>
}

/**
 * What an insert of a whole mailing may take: a million deliveries took 7 s alone and 20 s on a busy machine; a slow
 * disk may need far longer. Milliseconds.
 */
export const LARGE_INSERT = 30 * 60_000

/**
 * Nothing but statements stands in a transaction, so one that rests for so long has nobody behind it any more: the
 * network fell silent. Postgres would keep its locks until TCP gives the connection up, by default after two hours,
 * and the mailing would stand still.
 */
const BEGIN = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '20s'"

export interface PgQuery {
  /** Of a statement that is prepared. */
  name?: string
  text: string
  values: unknown[]
  query_timeout?: number
}

/** What of a `pg` client is used here. */
export interface PgClient {
  query(query: PgQuery): Promise<{ rows: object[] }>
}

/** Hands out a client and takes it back. */
export interface ClientSource<Client extends PgClient> {
  acquire(): Promise<Client>
  /** @param broken - a statement failed otherwise than by Postgres's own word: its state is unknown. */
  release(client: Client, broken: boolean): Promise<void> | void
}

/** @param onBroken - told when a statement fails otherwise than by Postgres's own word. */
function onClient(client: PgClient, onBroken: () => void): Database {
  const database: Database = {
    query: async <Row extends object>(text: string, values: readonly unknown[] = [], patience?: number) => {
      try {
        return (await client.query({ text, values: [...values], query_timeout: patience })).rows as Row[]
      } catch (error) {
        if (!isFromPostgres(error)) {
          onBroken()
        }
        throw namingMigrations(error)
      }
    },
    transaction: (work) => work(database),
  }
  return database
}

/** Postgres's own errors carry a severity; timeouts and broken sockets do not. */
function isFromPostgres(error: unknown): error is Error & { severity: string; code?: string } {
  return error instanceof Error && "severity" in error
}

/** Classes of SQLSTATE that say when and where, and not what: the same statement may do well a second later. */
const PASSING = /^(?:08|25|40|53|55|57|58|F0|XX)/

/**
 * Whether Postgres says no to what it was asked, and would say so again.
 *
 * @returns the SQLSTATE; null for an outage, a deadlock, a timeout and whatever else passes.
 */
export function refusalOf(error: unknown): string | null {
  const code = isFromPostgres(error) ? (error.code ?? "") : ""
  return code && !PASSING.test(code) ? code : null
}

/** A database over any source of `pg` clients. */
export function databaseOf<Client extends PgClient>(source: ClientSource<Client>): Database {
  const withClient = async <Result>(
    work: (database: Database, isBroken: () => boolean) => Promise<Result>
  ): Promise<Result> => {
    const client = await source.acquire()
    let broken = false
    try {
      const database = onClient(client, () => (broken = true))
      return await work(database, () => broken)
    } finally {
      await source.release(client, broken)
    }
  }
  return {
    query: (text, values, patience) => withClient((database) => database.query(text, values, patience)),
    transaction: (work) =>
      withClient(async (database, isBroken) => {
        await database.query(BEGIN)
        try {
          const result = await work(database)
          await database.query("COMMIT")
          return result
        } catch (error) {
          // On a broken connection it would wait in vain for as long as the statement did. The first error tells why.
          if (!isBroken()) {
            await database.query("ROLLBACK").catch(() => undefined)
          }
          throw error
        }
      }),
  }
}

/** A database over the store's own connection pool, as Medusa hands it to a module. */
export function databaseFromKnex(knex: Knex): Database {
  return databaseOf({
    acquire: () => knex.client.acquireConnection() as Promise<PgClient & { end(): Promise<void> }>,
    release: async (client, broken) => {
      if (broken) {
        // Knex would hand it out again, in the middle of a transaction. It passes over what has ended.
        await client.end().catch(() => undefined)
      }
      await knex.client.releaseConnection(client)
    },
  })
}

/**
 * A database inside a transaction that somebody else began and ends. What must be atomic stands behind a savepoint there:
 * a call that is refused leaves nothing, also if its caller goes on and commits.
 */
export function databaseFromTransaction(outer: Knex.Transaction): Database {
  const joined = async (transaction: Knex.Transaction) =>
    // A connection that broke ends its transaction by itself.
    onClient((await transaction.client.acquireConnection()) as PgClient, () => undefined)
  return {
    query: async (text, values, patience) => (await joined(outer)).query(text, values, patience),
    transaction: (work) => outer.transaction(async (inner) => work(await joined(inner))),
  }
}
