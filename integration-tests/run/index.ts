/**
 * `npm test`: a PostgreSQL, then every kind of test in turn, then one line with the sum.
 * For developers: `npm test -- --only unit,http [pattern]`.
 */
import path from "node:path"

import { postgresEnvironment, withPostgres } from "../../tools/postgres"
import { fastCluster } from "../../tools/postgres/fast"
import { type Kind, parseArguments } from "./arguments"
import { findChromium } from "./chromium"
import { add, listTestFiles, runApart, runJest, type Tally } from "./jest"

const ROOT = path.join(__dirname, "..", "..")

async function main(): Promise<boolean> {
  const { kinds, rest } = parseArguments(process.argv.slice(2))
  const tallies: Tally[] = []
  // A server of its own for each run keeps two runs in one checkout apart.
  const cluster = fastCluster(path.join(ROOT, ".test"))
  await withPostgres(cluster, async (postgres) => {
    for (const kind of kinds) {
      tallies.push(await runKind(kind, rest, postgresEnvironment(postgres)))
    }
  })
  const sum = add(tallies)
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
  // On a machine of a person a story without what it runs against is skipped, and said; in CI it is a failure.
  return sum.failed === 0 && sum.passed > 0 && !(process.env.CI && sum.skipped)
}

const IN_BROWSER: readonly Kind[] = ["e2e", "pictures"]

/** A store can be booted once in a process: the second in the same Jest fails in Medusa's own module loader. */
const ONE_PROCESS_PER_FILE: readonly Kind[] = ["http"]

async function runKind(kind: Kind, rest: string[], env: Record<string, string>): Promise<Tally> {
  const files = listTestFiles(ROOT, kind, rest)
  if (files.length === 0) {
    return add([])
  }
  const inBrowser = IN_BROWSER.includes(kind)
  const chromium = inBrowser ? findChromium() : undefined
  if (inBrowser && !chromium) {
    console.log(
      `\n${kind}: skipped ${files.length} files: no Chromium found (install one or set CHROMIUM_PATH)`
    )
    return { passed: 0, failed: 0, skipped: files.length }
  }
  console.log(`\n${kind}: ${files.length} files`)
  const all = chromium ? { ...env, CHROMIUM_PATH: chromium } : env
  return ONE_PROCESS_PER_FILE.includes(kind)
    ? runApart(ROOT, kind, files, all)
    : runJest(ROOT, kind, rest, all)
}

main().then(
  (ok) => {
    process.exitCode = ok ? 0 : 1
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
)
