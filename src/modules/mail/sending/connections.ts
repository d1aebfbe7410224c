/**
 * Postgres for the sending thread: connections of its own, so that sending and the store never wait for each
 * other's, opened as Medusa opens the store's.
 */
import type { Knex } from "@medusajs/framework/mikro-orm/knex"
import { Pool, type PoolClient, type PoolConfig } from "pg"

import { type Database, databaseOf, type PgQuery } from "../sql/database"
import { isPoolersFault, nameOf } from "../sql/prepared"

/** What a thread needs to reach the store's Postgres; plain data, so that it can be handed to one. */
export interface PostgresAddress {
  connection: PoolConfig
  searchPath: string | string[] | undefined
}

/**
 * Where the store's Postgres is.
 *
 * @returns null if that cannot be handed to a thread: a password may be a function, which cannot be cloned.
 */
export function postgresAddressOf(knex: Knex): PostgresAddress | null {
  const { connection, searchPath } = knex.client.config as PostgresAddress
  try {
    return structuredClone({ connection, searchPath })
  } catch {
    return null
  }
}

/** Claim ahead, mark, record, renew, and one for freezing an audience. */
const CONNECTIONS = 5
/** For each transport more: claim ahead, mark, record. */
const FURTHER = 3
/**
 * An answer that takes longer will not come: behind a half-open connection a query would wait for a quarter of an
 * hour, and all outcomes with it. Milliseconds.
 */
const QUERY_TIMEOUT = 20_000
/** The same for the connection itself: keep-alive finds a peer that is gone. Milliseconds. */
const KEEP_ALIVE = 10_000

/**
 * A pool and the way to end it. Statements that are registered for it are prepared on each connection, until it shows that a pooler
 * swaps the connections between us and Postgres: from then on none is.
 *
 * @param transports - How many dispatchers share it.
 */
export function openPool(
  { connection, searchPath }: PostgresAddress,
  onError: (error: Error) => void,
  transports = 1
): { db: Database; close(): Promise<void> } {
  const pool = new Pool({
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
    connectionTimeoutMillis: KEEP_ALIVE,
    ...connection,
    query_timeout: QUERY_TIMEOUT,
    max: CONNECTIONS + FURTHER * (transports - 1),
    application_name: "mail-delivery",
  })
  // A connection that breaks while it rests; the next query gets a new one.
  pool.on("error", onError)
  const path = [searchPath ?? []].flat()
  pool.on("connect", (client) => {
    // One that breaks in the middle of a transaction: its statement tells. Without a listener it would end the process.
    client.on("error", () => undefined)
    if (path.length) {
      client
        .query("SELECT set_config('search_path', $1, false)", [
          path.map((schema) => `"${schema}"`).join(", "),
        ])
        .catch(onError)
    }
  })
  let preparing = true
  const query = async (client: PoolClient, { name, ...statement }: PgQuery): Promise<{ rows: object[] }> => {
    try {
      return await client.query({ ...statement, ...(preparing && name && { name }) })
    } catch (error) {
      if (!isPoolersFault(error)) {
        throw error
      }
      preparing = false
      return client.query(statement)
    }
  }
  return {
    db: databaseOf({
      acquire: async () => {
        const client = await pool.connect()
        return {
          query: (statement: PgQuery) => query(client, { ...statement, name: nameOf(statement.text) }),
          release: (broken: boolean) => client.release(broken),
        }
      },
      release: (client, broken) => client.release(broken),
    }),
    close: () => pool.end(),
  }
}
