/** One subject in a process of its own: warmed up, tried with each number of connections, measured at the best. */
import { monitorEventLoopDelay } from "node:perf_hooks"

import { answer, input, runChild } from "../child"
import { cpuOf, peakMemoryOf } from "../cpu"
import { median } from "../report"
import { SUBJECTS } from "."
import type { Sender, Subject, Surroundings } from "./subject"

export interface SubjectInput extends Surroundings {
  subject: string
  mails: number
  rounds: number
  connections: number[]
}

export interface SubjectResult {
  connections: number
  perSecond: number
  /** Microseconds of CPU that the sending process used for a mail, all its threads together. */
  cpuPerMail: number
  /** 99th percentile of the main thread's event-loop delay while it sent, in milliseconds. */
  eventLoopP99: number
  /** Peak memory of a program of its own, in MB. Ours and the other peers' would count the compiler of the benchmark. */
  memory?: number
}

/** Until the compiler has done its work; also the length of a trial. */
const warmUpOf = (mails: number) => Math.max(500, Math.round(mails / 10))
/** Milliseconds between two samples of the event loop. */
const RESOLUTION = 10

/** CPU seconds of the sending process so far. */
function cpuSecondsOf(sender: Sender): number {
  const pid = sender.pid?.()
  const { user, system } = process.cpuUsage()
  return pid ? cpuOf(pid) : (user + system) / 1e6
}

async function run(sender: Sender, mails: number): Promise<Omit<SubjectResult, "connections">> {
  const send = await sender.prepare(mails)
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION })
  const cpu = cpuSecondsOf(sender)
  const start = performance.now()
  loop.enable()
  await send()
  const seconds = (performance.now() - start) / 1_000
  loop.disable()
  const used = cpuSecondsOf(sender) - cpu
  return {
    perSecond: Math.round(mails / seconds),
    cpuPerMail: Math.round((used * 1e6) / mails),
    // Its samples are the whole intervals between two ticks.
    eventLoopP99: Math.max(0, loop.percentile(99) / 1e6 - RESOLUTION),
  }
}

/** Runs some rounds on the same connections, after a warm-up. @returns the one with the median speed. */
async function measure(subject: Subject, options: SubjectInput, connections: number) {
  const { mails, rounds } = options
  const sender = await subject.open(options, connections)
  await run(sender, warmUpOf(mails))
  const results = []
  for (let round = 0; round < rounds; round += 1) {
    results.push(await run(sender, mails))
  }
  const pid = sender.pid?.()
  const memory = pid && Math.round(peakMemoryOf(pid))
  await sender.close()
  const middle = median(results.map(({ perSecond }) => perSecond))
  return { connections, memory, ...results.find(({ perSecond }) => perSecond === middle)! }
}

runChild(async () => {
  const options = input<SubjectInput>()
  const subject = SUBJECTS.find(({ name }) => name === options.subject)!
  const trial = { ...options, mails: warmUpOf(options.mails), rounds: 1 }
  let best = { connections: options.connections[0]!, perSecond: 0 }
  if (options.connections.length > 1) {
    for (const connections of options.connections) {
      const tried = await measure(subject, trial, connections)
      best = tried.perSecond > best.perSecond ? tried : best
    }
  }
  const result: SubjectResult = await measure(subject, options, best.connections)
  answer(result)
  process.exit(0)
})
