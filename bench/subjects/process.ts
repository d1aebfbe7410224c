/** One subject in a process of its own: warmed up, tried with each number of connections, measured at the best. */
import { monitorEventLoopDelay } from "node:perf_hooks"

import { answer, input, runChild } from "../child"
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
}

/** Until the compiler has done its work; also the length of a trial. */
const warmUpOf = (mails: number) => Math.max(500, Math.round(mails / 10))
/** Milliseconds between two samples of the event loop. */
const RESOLUTION = 10

async function run(sender: Sender, mails: number): Promise<Omit<SubjectResult, "connections">> {
  const send = await sender.prepare(mails)
  const loop = monitorEventLoopDelay({ resolution: RESOLUTION })
  const cpu = process.cpuUsage()
  const start = performance.now()
  loop.enable()
  await send()
  const seconds = (performance.now() - start) / 1_000
  loop.disable()
  const { user, system } = process.cpuUsage(cpu)
  return {
    perSecond: Math.round(mails / seconds),
    cpuPerMail: Math.round((user + system) / mails),
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
  await sender.close()
  const middle = median(results.map(({ perSecond }) => perSecond))
  return { connections, ...results.find(({ perSecond }) => perSecond === middle)! }
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
