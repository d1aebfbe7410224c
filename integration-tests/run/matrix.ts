/**
 * `npm run test:matrix`: the packed package installed for real, into stores of several versions of Medusa by several
 * package managers. The gate's share is the newest version with npm and the lowest with pnpm; `-- --all` is every
 * version that npm has with every manager; `-- "2.21.1 yarn"` is one store; `-- --make` makes those of the gate and tries
 * nothing. What was asked for by name is remembered in
 * `tried.json`, of which the README's table is made.
 */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import path from "node:path"

import { ROOT } from "../../tools/medusa"
import { postgresEnvironment, withPostgres } from "../../tools/postgres"
import { fastCluster } from "../../tools/postgres/fast"
import { installedStore, newestWithNpm, type StoreKind } from "../store/installed-store"
import { MANAGERS, versionOf } from "../store/managers"
import { packPlugin } from "../store/plugin"
import { findChromium } from "./chromium"
import { add, runBeside, SIDE_BY_SIDE, type Tally } from "./jest"

/** Older ones lack parts of the dashboard that our pages are made of. */
const LOWEST = "2.21.0"
const README = path.join(ROOT, "README.md")
const TRIED = path.join(ROOT, "integration-tests", "store", "tried.json")
const TABLE = /(<!-- tested with -->\n)[^]*(<!-- \/tested with -->)/

const inWords = ({ medusa, manager }: StoreKind) => `${medusa} ${manager}`

/** Every version from the lowest on, newest first. */
function versions(): string[] {
  const answer = execFileSync("npm", ["view", "@medusajs/medusa", "versions", "--json"], { encoding: "utf8" })
  const released = (JSON.parse(answer) as string[]).filter((version) => /^\d+\.\d+\.\d+$/.test(version))
  return byRank(released.filter((version) => rank(version) >= rank(LOWEST)))
}

const rank = (version: string) => version.split(".").reduce((sum, part) => sum * 10_000 + Number(part), 0)

function byRank(some: Iterable<string>): string[] {
  return [...some].sort((a, b) => rank(b) - rank(a))
}

function chosen(args: string[]): StoreKind[] {
  if (args.includes("--all")) {
    return versions().flatMap((medusa) => MANAGERS.map((manager) => ({ medusa, manager })))
  }
  const named = args.map((arg) => {
    const [medusa, name] = arg.split(" ")
    const manager = MANAGERS.find((known) => known === name)
    if (!medusa || !manager) {
      throw new Error(`"${arg}" is no store: say --all, or one such as "2.21.1 yarn"`)
    }
    return { medusa, manager }
  })
  return named.length ? named : [newestWithNpm(), { medusa: LOWEST, manager: "pnpm" }]
}

interface Cell {
  kind: StoreKind
  tally: Tally
  minutes: number
}

/** Its pages are compared with the demo's by `npm test`, and those of the others with its, if somebody asks for them. */
function isModel(kind: StoreKind): boolean {
  return inWords(kind) === inWords(newestWithNpm())
}

async function tryStore(kind: StoreKind, env: Record<string, string>, pictures: boolean): Promise<Cell> {
  const begun = Date.now()
  const store = { ...env, STORE: inWords(kind) }
  const tallies = [await runBeside(ROOT, "package", ["--runInBand"], store)]
  if (tallies[0]!.failed === 0 && pictures && env.CHROMIUM_PATH && !isModel(kind)) {
    tallies.push(await runBeside(ROOT, "pictures", ["--runInBand"], store))
  }
  console.log(`Medusa ${inWords(kind)} was tried\n`)
  return { kind, tally: add(tallies), minutes: (Date.now() - begun) / 60_000 }
}

/** How it went when a store was tried last. */
interface Trial extends StoreKind {
  works: boolean
  /** Version of Node. */
  node: string
  day: string
}

/** One row for each version, newest first, one column for each manager. */
function tableOf(trials: readonly Trial[]): string {
  const rows = byRank(new Set(trials.map(({ medusa }) => medusa))).map((medusa) => {
    const marks = MANAGERS.map((manager) => {
      const trial = trials.find((one) => inWords(one) === inWords({ medusa, manager }))
      return trial ? `${trial.works ? "✓" : "fails"} ${trial.day}` : "not tried"
    })
    return `| ${[medusa, ...marks].join(" | ")} |`
  })
  const head = ["Medusa", ...MANAGERS.map((manager) => `${manager} ${versionOf(manager)}`)]
  return [`| ${head.join(" | ")} |`, `| ${head.map(() => "---").join(" | ")} |`, ...rows].join("\n")
}

/** Beside what was tried before; at once, since all of them take more than an hour. */
function remember({ kind, tally }: Cell): void {
  const before = existsSync(TRIED) ? (JSON.parse(readFileSync(TRIED, "utf8")) as Trial[]) : []
  const day = new Date().toISOString().slice(0, 10)
  const now = { ...kind, works: tally.failed === 0, node: process.versions.node, day }
  const trials = new Map([...before, now].map((trial) => [inWords(trial), trial]))
  writeFileSync(TRIED, JSON.stringify([...trials.values()]))
  const words = `\nInstalled, built and run in production, with Node ${process.versions.node}:\n\n${tableOf([...trials.values()])}\n\n`
  writeFileSync(README, readFileSync(README, "utf8").replace(TABLE, `$1${words}$2`))
  execFileSync("npx", ["prettier", "--write", "--log-level", "warn", README, TRIED], { cwd: ROOT })
}

/** For a gate that has a processor free meanwhile: a store takes minutes to install and to build. */
async function makeOnly(): Promise<boolean> {
  for (const kind of chosen([])) {
    await installedStore(kind, (words) => console.log(words))
  }
  return true
}

async function main(): Promise<boolean> {
  const args = process.argv.slice(2)
  if (args.includes("--make")) {
    return makeOnly()
  }
  const chromium = findChromium()
  const cluster = fastCluster(path.join(ROOT, ".test"))
  const cells: Cell[] = []
  let surroundings: Tally | undefined
  await packPlugin()
  await withPostgres(cluster, async (postgres) => {
    const env = { ...postgresEnvironment(postgres), ...(chromium && { CHROMIUM_PATH: chromium }) }
    const waiting = chosen(args)
    const lane = async () => {
      for (let kind = waiting.shift(); kind; kind = waiting.shift()) {
        const cell = await tryStore(kind, env, args.length > 0)
        cells.push(cell)
        if (args.length) {
          remember(cell)
        }
        if (isModel(kind)) {
          surroundings = await runBeside(ROOT, "surroundings", ["--runInBand"], env)
        }
      }
    }
    // Those of the gate are made by now; to install and build several at once would take more than a machine has.
    await Promise.all(Array.from({ length: args.length ? 1 : SIDE_BY_SIDE }, lane))
  })
  console.log()
  for (const { kind, tally, minutes } of cells) {
    console.log(`${inWords(kind).padEnd(14)} ${tally.failed ? "fails" : "works"}, ${minutes.toFixed(1)} min`)
  }
  const sum = add([...cells.map(({ tally }) => tally), ...(surroundings ? [surroundings] : [])])
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`)
  return sum.failed === 0 && sum.passed > 0
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
