/**
 * `npm run bench`: an embedded PostgreSQL with the settings of a real one, then the benchmarks, as JSON lines with
 * `-- --json`. One of them by itself, with options of its own: `npm run bench -- audience --customers 100000`.
 */
import path from "node:path"

import { postgresEnvironment, throwAwayFolder, withPostgres } from "../demo/postgres"
import { audience } from "./audience"
import { throughput } from "./throughput"

const BENCHMARKS: Record<string, (args: string[]) => Promise<void>> = { throughput, audience }

/** Without a name the options are the throughput's; the audience's own are left at their defaults. */
async function run(args: string[]): Promise<void> {
  const [name = "", ...rest] = args
  if (Object.hasOwn(BENCHMARKS, name)) {
    return BENCHMARKS[name]!(rest)
  }
  await throughput(args)
  await audience(args.filter((arg) => arg === "--json"))
}

async function main(): Promise<void> {
  // Not `fast`: what is on record must be on disk, as in a store.
  const cluster = { folder: throwAwayFolder(path.join(__dirname, "../.test")), fast: false, throwAway: true }
  await withPostgres(cluster, async (postgres) => {
    Object.assign(process.env, postgresEnvironment(postgres))
    await run(process.argv.slice(2))
  })
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
)
