/**
 * PostgreSQL for the demo, the tests and the benchmarks: yours if `DATABASE_URL` (or `DB_HOST`) names one, else
 * one that npm brought along, on a free port.
 */
import fs from "node:fs"
import path from "node:path"

import { type ClusterOptions, startCluster } from "./cluster"
import { claimFolder, ownerOf } from "./lock"

export { ClusterInUse } from "./lock"

export interface Postgres {
  host: string
  port: number
  user: string
  password: string
  /** The embedded postmaster's process id; undefined for a server of yours. */
  pid?: number
  /** Whether this is a server of yours, which is left running. */
  external: boolean
  /** A connection URL; without a name, of the database that `DATABASE_URL` names or of `postgres`. */
  url(database?: string): string
  /** Ends an embedded server and waits for it; a server of yours is left alone. */
  stop(): Promise<void>
}

/**
 * Starts an embedded server, or describes the one that the environment names.
 *
 * @throws Error in plain words if no server can be started here.
 */
export async function startPostgres(options: ClusterOptions): Promise<Postgres> {
  const named = fromEnvironment(process.env)
  if (named) {
    return named
  }
  const cluster = await startCluster(options)
  return describe(cluster, "postgres", { pid: cluster.pid, external: false, stop: cluster.stop })
}

/** Runs some work with a PostgreSQL and stops it afterwards, whatever happened. */
export async function withPostgres<T>(
  options: ClusterOptions,
  work: (postgres: Postgres) => Promise<T>
): Promise<T> {
  const postgres = await startPostgres(options)
  try {
    return await work(postgres)
  } finally {
    await postgres.stop()
  }
}

/**
 * A folder for a cluster that lives as long as this process: `<parent>/postgres-<pid>`. Folders that processes
 * no longer alive left there are removed.
 */
export function throwAwayFolder(parent: string): string {
  fs.mkdirSync(parent, { recursive: true })
  for (const name of fs.readdirSync(parent)) {
    const folder = path.join(parent, name)
    if (/^postgres-\d+$/.test(name) && !ownerOf(folder)) {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  }
  const folder = path.join(parent, `postgres-${process.pid}`)
  claimFolder(folder)
  return folder
}

/** What tests and Medusa's command line read: `DATABASE_URL` and the `DB_…` variables. */
export function postgresEnvironment(postgres: Postgres, database?: string): Record<string, string> {
  return {
    DATABASE_URL: postgres.url(database),
    DB_HOST: postgres.host,
    DB_PORT: String(postgres.port),
    DB_USERNAME: postgres.user,
    DB_PASSWORD: postgres.password,
  }
}

function fromEnvironment(env: NodeJS.ProcessEnv): Postgres | undefined {
  const external = { external: true, stop: async () => undefined }
  if (env.DATABASE_URL) {
    const url = new URL(env.DATABASE_URL)
    const server = {
      host: url.hostname,
      port: Number(url.port || 5432),
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }
    return describe(server, url.pathname.slice(1) || "postgres", external)
  }
  if (env.DB_HOST) {
    const server = {
      host: env.DB_HOST,
      port: Number(env.DB_PORT || 5432),
      user: env.DB_USERNAME || "postgres",
      password: env.DB_PASSWORD ?? "",
    }
    return describe(server, "postgres", external)
  }
  return undefined
}

function describe(
  server: Pick<Postgres, "host" | "port" | "user" | "password">,
  defaultDatabase: string,
  rest: Pick<Postgres, "pid" | "external" | "stop">
): Postgres {
  const { host, port, user, password } = server
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`
  const url = (database = defaultDatabase) => `postgres://${login}@${host}:${port}/${database}`
  return { host, port, user, password, ...rest, url }
}
