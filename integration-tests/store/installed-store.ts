/**
 * A store of a merchant that has the packed package installed: made as Medusa's starter makes it, the plugin added by
 * its package manager, built, and run in production from what was built.
 *
 * It stands outside of this repository, with no `node_modules` above it, so that nothing is found by accident; and it
 * is kept from run to run, until the package, the store's files or Medusa's version change.
 */
import { createHash } from "node:crypto"
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { type Founder } from "../../tools/database"
import { fingerprint } from "../../tools/fingerprint"
import { ROOT, runMedusa, type Site } from "../../tools/medusa"
import { claimFolder } from "../../tools/postgres/lock"
import { shellEnvironment } from "./command"
import { type Manager, MANAGERS, type PackageManager, packageManager } from "./managers"
import { type Pack, PACKAGE, packPlugin } from "./plugin"

export interface StoreKind {
  /** Medusa's version. */
  medusa: string
  manager: Manager
}

export interface InstalledStore {
  kind: StoreKind
  /** The merchant's checkout. */
  folder: string
  /** What `medusa build` made of it, as it runs in production. */
  production: Site
  /** Migrates with what was built, and fills the shop with the demo's people. */
  founder: Founder
  /** Where logs of its processes go. */
  logs: string
  /** Seconds that each part took when it was made. */
  took: Record<string, number>
}

const TEMPLATE = path.join(ROOT, "integration-tests", "consumer-store")
/** What fills a shop; it asks for the module by its key, and for nothing else of this repository. */
const SEED = ["demo/seed", "demo/login.ts", "demo/inbox/troubled-addresses.ts"]
/** What the documentation tells a merchant to write. */
const DOCUMENTED = ["docs/examples"]

/** One folder for each checkout of this repository. */
const STORES =
  process.env.MAIL_STORES ??
  path.join(tmpdir(), `mail-delivery-stores-${createHash("sha256").update(ROOT).digest("hex").slice(0, 8)}`)

/** The version that this repository is developed with. */
export function ourMedusa(): string {
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>
  }
  return devDependencies["@medusajs/medusa"]!
}

/** The store of the browser's stories and of the README's pictures. */
export function newestWithNpm(): StoreKind {
  return { medusa: ourMedusa(), manager: "npm" }
}

/**
 * The store that stories are told in: `STORE="2.21.0 pnpm"`, else the newest with npm.
 *
 * @throws Error if there is no such package manager.
 */
export function storeUnderTest(): StoreKind {
  const [medusa, name] = (process.env.STORE ?? "").split(" ")
  if (!medusa) {
    return newestWithNpm()
  }
  const manager = MANAGERS.find((known) => known === name)
  if (!manager) {
    throw new Error(`STORE is "${process.env.STORE}"; say a version and one of ${MANAGERS.join(", ")}`)
  }
  return { medusa, manager }
}

/** Makes a store, or finds it as an earlier run made it. @param progress - Told what is being done. */
export async function installedStore(
  kind: StoreKind,
  progress: (words: string) => void
): Promise<InstalledStore> {
  const home = path.join(STORES, `medusa-${kind.medusa}-${kind.manager}`)
  claimForThisRun(home)
  assertAlone(home)
  const pack = await packPlugin()
  const manager = await packageManager(kind.manager, path.join(STORES, "tools"))
  const folder = path.join(home, "store")
  const template = fingerprint(["integration-tests/consumer-store", ...SEED, ...DOCUMENTED])
  const made = path.join(home, "made.json")
  const digest = `${pack.digest}-${template}`
  if (read<Made>(made)?.digest !== digest) {
    rmSync(made, { force: true })
    const took: Record<string, number> = {}
    const timed = async (what: string, work: () => Promise<void>) => {
      const begun = Date.now()
      progress(`Medusa ${kind.medusa} with ${kind.manager}: ${what} …`)
      await work()
      took[what] = Math.round((Date.now() - begun) / 1000)
    }
    await timed("install", () => layFoundation(home, kind, manager))
    await timed("add the plugin", () => addPlugin(home, pack, manager))
    await timed("build", () => build(folder, home))
    writeFileSync(made, JSON.stringify({ digest, took } satisfies Made))
  }
  const production = { folder: path.join(folder, ".medusa", "server"), env: productionEnvironment }
  return {
    kind,
    folder,
    production,
    founder: {
      name: `${kind.medusa}_${kind.manager}`.replaceAll(/\W/g, "_"),
      schema: digest.slice(0, 8),
      migrating: production,
      seeding: { folder, env: shellEnvironment },
    },
    logs: home,
    took: read<Made>(made)!.took,
  }
}

/** Jest's workers tell their stories in the store that Jest itself has claimed, and inherit its environment. */
function claimForThisRun(home: string): void {
  if (process.env.MAIL_STORE_CLAIMED !== home) {
    claimFolder(home)
    process.env.MAIL_STORE_CLAIMED = home
  }
}

interface Made {
  digest: string
  took: Record<string, number>
}

function read<Content>(file: string): Content | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Content) : undefined
}

/** A merchant's server knows its own addresses and secrets. */
function productionEnvironment(): NodeJS.ProcessEnv {
  return {
    ...shellEnvironment(),
    NODE_ENV: "production",
    JWT_SECRET: "only-for-the-installed-store",
    COOKIE_SECRET: "only-for-the-installed-store",
    STORE_CORS: "http://localhost:8000",
  }
}

/** @throws Error if Node would find modules above the store that the store does not have. */
function assertAlone(home: string): void {
  for (let folder = home; folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "node_modules"))) {
      throw new Error(`${home} is below a node_modules in ${folder}; choose another place: MAIL_STORES=…`)
    }
  }
}

/** What a merchant has before the plugin: the starter with its lock file, installed once for each version of Medusa. */
async function layFoundation(home: string, kind: StoreKind, manager: PackageManager): Promise<void> {
  const folder = path.join(home, "store")
  const foundation = path.join(home, "foundation")
  const manifest = readFileSync(path.join(TEMPLATE, "package.json"), "utf8").replaceAll("MEDUSA", kind.medusa)
  const wanted = { "package.json": manifest, [manager.lockfile]: "", ...manager.settings }
  const laid = path.join(foundation, "laid.json")
  if (readIfThere(laid) !== JSON.stringify(wanted)) {
    for (const old of [folder, foundation]) {
      rmSync(old, { recursive: true, force: true })
      mkdirSync(old, { recursive: true })
    }
    writeAll(folder, wanted)
    if (manager.name !== "yarn") {
      rmSync(path.join(folder, manager.lockfile))
    }
    await manager.install(folder, path.join(home, "install.log"))
    for (const name of Object.keys(wanted)) {
      cpSync(path.join(folder, name), path.join(foundation, name))
    }
    writeFileSync(laid, JSON.stringify(wanted))
  }
  for (const name of readdirSync(folder).filter((name) => name !== "node_modules")) {
    rmSync(path.join(folder, name), { recursive: true })
  }
  for (const name of Object.keys(wanted)) {
    cpSync(path.join(foundation, name), path.join(folder, name))
  }
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined
}

function writeAll(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), text)
  }
}

/** As the README says it, and the code that a store has. */
async function addPlugin(home: string, pack: Pack, manager: PackageManager): Promise<void> {
  const folder = path.join(home, "store")
  // Another name for another content: package managers remember what they have read.
  const tarball = `./packages/${PACKAGE}-${pack.digest}.tgz`
  cpSync(pack.file, path.join(folder, tarball))
  await manager.add(folder, tarball, path.join(home, "add.log"))
  cpSync(TEMPLATE, folder, { recursive: true, filter: (file) => path.basename(file) !== "package.json" })
  for (const file of [...SEED, ...DOCUMENTED]) {
    cpSync(path.join(ROOT, file), path.join(folder, file), { recursive: true })
  }
}

async function build(folder: string, home: string): Promise<void> {
  await runMedusa(["build"], {}, path.join(home, "build.log"), { folder, env: shellEnvironment })
}
