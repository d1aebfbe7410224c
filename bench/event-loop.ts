/** A store's process that also sends: does its main thread still answer? */
import { say } from "./report"
import type { Benchmark } from "./settings"
import { startSink } from "./sink"
import { withRecords } from "./subjects"
import { measureSubject } from "./throughput"
import { CONNECTIONS } from "./workers"

export const eventLoop: Benchmark = async (settings, report) => {
  say(`event-loop: ${settings.mails} mails at full speed`)
  const sink = await startSink()
  try {
    const once = { ...settings, rounds: 1, connections: [CONNECTIONS] }
    const { perSecond, eventLoopP99 } = await measureSubject(withRecords, once, sink, null)
    report({
      bench: "event-loop",
      subject: "main thread, p99 of the delay",
      value: Number(eventLoopP99.toFixed(1)),
      unit: "ms",
      note: `while it sent ${perSecond} mails/s`,
    })
  } finally {
    sink.stop()
  }
}
