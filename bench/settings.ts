/** What the command line of `npm run bench` says, the same for every benchmark. */
import { parseArgs } from "node:util"

import type { Figure } from "./report"

export interface Settings {
  /** Recipients of a measured run. */
  mails: number
  /** Runs of each subject of the throughput; the median counts. */
  rounds: number
  /** Numbers of connections to try; each subject is measured at its best. */
  connections: number[]
  /** Only subjects of the throughput and of the audience with one of these words in their names; all if empty. */
  only: string[]
  /** The size of the store of the audience benchmark. */
  store: { customers: number; orders: number; runs: number; plans: boolean }
  /** The process id of our own PostgreSQL; undefined if the server is one of yours. */
  postmaster?: number
}

export interface CommandLine {
  settings: Settings
  /** Benchmarks asked for by name; empty is the usual run. */
  names: string[]
  full: boolean
  format: "table" | "json" | "markdown"
}

/** One benchmark: reports its figures as they are known. */
export type Benchmark = (settings: Settings, report: (figure: Figure) => void) => Promise<void>

/** Reads the command line. @throws TypeError naming an option that does not exist. */
export function readCommandLine(args: string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      mails: { type: "string", default: "20000" },
      rounds: { type: "string", default: "3" },
      connections: { type: "string", default: "5,10,20" },
      only: { type: "string", default: "" },
      customers: { type: "string", default: "1000000" },
      orders: { type: "string", default: "600000" },
      runs: { type: "string", default: "3" },
      plans: { type: "boolean", default: false },
      full: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      markdown: { type: "boolean", default: false },
    },
  })
  const { customers, orders, runs } = values
  return {
    settings: {
      mails: Number(values.mails),
      rounds: Number(values.rounds),
      connections: values.connections.split(",").map(Number),
      only: values.only.split(",").filter(Boolean),
      store: {
        customers: Number(customers),
        orders: Number(orders),
        runs: Number(runs),
        plans: values.plans,
      },
    },
    names: positionals,
    full: values.full,
    format: values.json ? "json" : values.markdown ? "markdown" : "table",
  }
}
