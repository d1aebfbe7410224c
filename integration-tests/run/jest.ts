/** Runs Jest for one kind of test and reads how it went. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import fs from "node:fs"
import { createRequire } from "node:module"
import os from "node:os"
import path from "node:path"

import { type Kind } from "./arguments"

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export function add(tallies: readonly Tally[]): Tally {
  const total = (name: keyof Tally) => tallies.reduce((sum, tally) => sum + tally[name], 0)
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") }
}

/** The part of Jest's JSON report that is counted. */
interface Report {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  numRuntimeErrorTestSuites: number
}

const JEST = createRequire(__filename).resolve("jest/bin/jest")

/** Those test files of a kind that the arguments select. */
export function listTestFiles(root: string, kind: Kind, rest: string[]): string[] {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [JEST, "--listTests", "--passWithNoTests", ...rest],
    {
      cwd: root,
      env: environment(kind, {}),
      encoding: "utf8",
    }
  )
  if (status !== 0) {
    throw new Error(`jest --listTests failed for the ${kind} tests:\n${stderr}`)
  }
  return stdout.split("\n").filter(Boolean)
}

/** More than two would want more of the one database server than it has for each. */
export const SIDE_BY_SIDE = Math.min(2, os.availableParallelism())

/** Those whose files have databases of their own and mind no neighbour. */
const SHARE_THE_MACHINE: readonly Kind[] = ["unit", "modules", "crash", "e2e"]

/** Runs the files of a kind in one Jest: side by side, or in turn if each must have the machine for itself. */
export function runJest(
  root: string,
  kind: Kind,
  rest: string[],
  env: Record<string, string>
): Promise<Tally> {
  const workers = SHARE_THE_MACHINE.includes(kind) ? `--maxWorkers=${SIDE_BY_SIDE}` : "--runInBand"
  return jest(root, kind, [workers, ...rest], env)
}

/** Runs each file in a Jest of its own, two at a time. What one prints is printed when it has ended. */
export async function runApart(
  root: string,
  kind: Kind,
  files: readonly string[],
  env: Record<string, string>
): Promise<Tally> {
  const waiting = [...files]
  const tallies: Tally[] = []
  const lane = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      tallies.push(await runBeside(root, kind, ["--runInBand", file], env))
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, lane))
  return add(tallies)
}

/** Runs Jest beside another one: what it prints is printed when it has ended. */
export async function runBeside(
  root: string,
  kind: Kind,
  rest: string[],
  env: Record<string, string>
): Promise<Tally> {
  const log = path.join(root, ".test", `log-${process.pid}-${kind}-${runs + 1}.txt`)
  const output = fs.openSync(log, "w")
  try {
    return await jest(root, kind, rest, env, output)
  } finally {
    fs.closeSync(output)
    process.stderr.write(fs.readFileSync(log))
    fs.rmSync(log)
  }
}

let runs = 0

/** @param output - Where its report for people goes. */
async function jest(
  root: string,
  kind: Kind,
  rest: string[],
  env: Record<string, string>,
  output: number | "inherit" = "inherit"
): Promise<Tally> {
  const report = path.join(root, ".test", `report-${process.pid}-${kind}-${++runs}.json`)
  const child = spawn(process.execPath, [JEST, "--json", `--outputFile=${report}`, ...rest], {
    cwd: root,
    env: environment(kind, env),
    // Jest prints its report for people on standard error; the JSON on standard output is in the file too.
    stdio: ["ignore", "ignore", output],
  })
  const watch = setInterval(() => endIfStuck(child, report, kind), 5_000)
  const status = await ended(child).finally(() => clearInterval(watch))
  return tally(report, status)
}

/** How long Jest may take to end once all tests are over. Milliseconds. */
const END_WITHIN = 60_000

/** A test that leaves a timer, a connection or a process behind keeps Jest from ending: that is a failure, told as one. */
function endIfStuck(child: ChildProcess, report: string, kind: Kind): void {
  const written = fs.statSync(report, { throwIfNoEntry: false })?.mtimeMs
  if (written !== undefined && Date.now() - written > END_WITHIN) {
    console.error(`${kind}: all tests are over, but something that they opened is still open`)
    child.kill("SIGKILL")
  }
}

function environment(kind: Kind, env: Record<string, string>): NodeJS.ProcessEnv {
  const options = `${process.env.NODE_OPTIONS ?? ""} --experimental-vm-modules --no-warnings`.trim()
  return { ...process.env, ...env, TEST_TYPE: kind, NODE_ENV: "test", NODE_OPTIONS: options }
}

function ended(child: ChildProcess): Promise<number | null> {
  const pass = (signal: NodeJS.Signals) => child.kill(signal)
  process.once("SIGTERM", pass)
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (status) => {
      process.off("SIGTERM", pass)
      resolve(status)
    })
  })
}

/** A file that could not even be loaded, and a Jest that died without a report, are failures too. */
function tally(file: string, status: number | null): Tally {
  if (!fs.existsSync(file)) {
    return { passed: 0, failed: 1, skipped: 0 }
  }
  const report = JSON.parse(fs.readFileSync(file, "utf8")) as Report
  fs.rmSync(file)
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites
  return {
    passed: report.numPassedTests,
    failed: failed || status === 0 ? failed : 1,
    skipped: report.numPendingTests + report.numTodoTests,
  }
}
