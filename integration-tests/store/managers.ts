/** The package managers that merchants use. Each is told what a starter of Medusa tells it, and nothing that helps us. */
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import path from "node:path"

import { run } from "./command"

export const MANAGERS = ["npm", "pnpm", "yarn"] as const
export type Manager = (typeof MANAGERS)[number]

interface Ways {
  /** What npm calls the program, and where in it the command line is; without one it is on the machine. */
  program?: { name: string; version: string; entry: string }
  /** What it reads in a store's folder. */
  settings: Record<string, string>
  install: string[]
  /** Adds a package to a store that is installed. */
  add: string[]
  lockfile: string
}

/** Medusa's starter makes these visible to plugins, which pnpm otherwise keeps apart. */
const HOISTED = `publicHoistPattern:
  - "*@medusajs/*"
  - "@tanstack/react-query"
  - react-i18next
  - react-router-dom
`

const WAYS: Record<Manager, Ways> = {
  npm: {
    settings: {},
    install: ["install", "--no-audit", "--no-fund"],
    add: ["install", "--no-audit", "--no-fund"],
    lockfile: "package-lock.json",
  },
  pnpm: {
    program: { name: "pnpm", version: "10.34.9", entry: "bin/pnpm.cjs" },
    settings: { "pnpm-workspace.yaml": HOISTED },
    install: ["install"],
    add: ["add"],
    lockfile: "pnpm-lock.yaml",
  },
  yarn: {
    program: { name: "@yarnpkg/cli-dist", version: "4.18.1", entry: "bin/yarn.js" },
    settings: { ".yarnrc.yml": "nodeLinker: node-modules\nenableTelemetry: false\n" },
    install: ["install"],
    add: ["add"],
    // Without one of its own, Yarn takes the folder for a part of a project further up.
    lockfile: "yarn.lock",
  },
}

export interface PackageManager {
  name: Manager
  settings: Record<string, string>
  lockfile: string
  install(folder: string, log: string): Promise<void>
  add(folder: string, tarball: string, log: string): Promise<void>
}

/** The version that is used. */
export function versionOf(manager: Manager): string {
  return WAYS[manager].program?.version ?? execFileSync("npm", ["--version"], { encoding: "utf8" }).trim()
}

/** Makes one ready, fetched from npm into a folder if the machine has none. */
export async function packageManager(name: Manager, tools: string): Promise<PackageManager> {
  const { program, settings, install, add, lockfile } = WAYS[name]
  const command = program ? [process.execPath, await fetchProgram(program, tools)] : ["npm"]
  return {
    name,
    settings,
    lockfile,
    install: (folder, log) => run(folder, [...command, ...install], log),
    add: (folder, tarball, log) => run(folder, [...command, ...add, tarball], log),
  }
}

async function fetchProgram(
  { name, version, entry }: NonNullable<Ways["program"]>,
  tools: string
): Promise<string> {
  const folder = path.join(tools, `${name.replace("/", "-")}-${version}`)
  const file = path.join(folder, "node_modules", name, entry)
  if (!existsSync(file)) {
    await run(tools, ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, `${name}@${version}`])
  }
  return file
}
