/**
 * `npm run bench`: an embedded PostgreSQL with the settings of a real one, then the benchmarks and one table; JSON
 * lines with `-- --json`, Markdown with `-- --markdown`. Some of them by name: `npm run bench -- throughput latency`.
 */
import path from "node:path"

import { postgresEnvironment, throwAwayFolder, withPostgres } from "../tools/postgres"
import { api } from "./api"
import { apiDistance } from "./api-distance"
import { attachments } from "./attachments"
import { audience } from "./audience"
import { endurance } from "./endurance"
import { eventLoop } from "./event-loop"
import { latency } from "./latency"
import { limits } from "./limits"
import { log } from "./log"
import { mailbox } from "./mailbox"
import { notifications } from "./notifications"
import { pages } from "./pages"
import { Report } from "./report"
import { type Benchmark, readCommandLine } from "./settings"
import { smallStore } from "./small-store"
import { throughput } from "./throughput"
import { twoWorkers } from "./two-workers"

const BENCHMARKS: Record<string, Benchmark> = {
  throughput,
  "two-workers": twoWorkers,
  latency,
  "api-distance": apiDistance,
  limits,
  "event-loop": eventLoop,
  mailbox,
  api,
  notifications,
  attachments,
  "small-store": smallStore,
}

/** With many customers, for minutes: only with `--full`, or by name. */
const LONG: Record<string, Benchmark> = { pages, log, endurance, audience }

function chosen(names: string[], full: boolean): Benchmark[] {
  const all = { ...BENCHMARKS, ...LONG }
  const unknown = names.find((name) => !Object.hasOwn(all, name))
  if (unknown) {
    throw new Error(`There is no benchmark named ${unknown}, only ${Object.keys(all).join(", ")}`)
  }
  return names.length ? names.map((name) => all[name]!) : Object.values(full ? all : BENCHMARKS)
}

async function main(): Promise<void> {
  const { settings, names, full, format } = readCommandLine(process.argv.slice(2))
  const benchmarks = chosen(names, full)
  const report = new Report(format)
  // Not `fast`: what is on record must be on disk, as in a store.
  const cluster = { folder: throwAwayFolder(path.join(__dirname, "../.test")), fast: false, throwAway: true }
  await withPostgres(cluster, async (postgres) => {
    Object.assign(process.env, postgresEnvironment(postgres))
    for (const benchmark of benchmarks) {
      await benchmark({ ...settings, postmaster: postgres.pid }, (figure) => report.add(figure))
    }
  })
  report.end()
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
)
