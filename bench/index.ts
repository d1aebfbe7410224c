/** `npm run bench`: an embedded PostgreSQL with the settings of a real one, then the benchmarks. */
import path from "node:path"

import { postgresEnvironment, throwAwayFolder, withPostgres } from "../demo/postgres"
import { throughput } from "./throughput"

async function main(): Promise<void> {
  // Not `fast`: what is on record must be on disk, as in a store.
  const cluster = { folder: throwAwayFolder(path.join(__dirname, "../.test")), fast: false, throwAway: true }
  await withPostgres(cluster, async (postgres) => {
    Object.assign(process.env, postgresEnvironment(postgres))
    await throughput(process.argv.slice(2))
  })
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
)
