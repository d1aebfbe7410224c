/** A server that takes three mails at once: what does it cost to find that out, against having been told? */
import { startSmtpSink } from "../integration-tests/support/smtp-sink"
import { seedBench } from "./mailing"
import { median, ratioOf, say } from "./report"
import type { Benchmark } from "./settings"
import { CONNECTIONS, sendMailing, withWorkers } from "./workers"

const AT_ONCE = 3
/** As Microsoft 365 says it. */
const BUSY = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
/** From the final dot to the answer: long enough that connections are what counts. Milliseconds. */
const ANSWERS_AFTER = 50
/** What was noted of the mails is not looked at. */
const NOWHERE = "/dev/null"

const RULES = [
  { at: "final" as const, atOnceOver: AT_ONCE, reply: BUSY },
  { at: "final" as const, delayMs: ANSWERS_AFTER },
]

/** Seconds of a mailing through a worker that knows nothing yet of the server: its warm-up needs no more connections. */
async function secondsFor(mails: number, smtpUrl: string, connections: number): Promise<number> {
  const perSecond = await withWorkers(1, AT_ONCE, { smtpUrl, connections }, async ({ db }) =>
    sendMailing(db, await seedBench(db, mails))
  )
  return mails / perSecond
}

export const limits: Benchmark = async ({ mails, rounds }, report) => {
  // At sixty a second the whole number would take minutes.
  const recipients = Math.ceil(mails / 10)
  say(`limits: ${recipients} mails, ${rounds} rounds, a server that takes ${AT_ONCE} at once`)
  const sink = await startSmtpSink(NOWHERE, RULES)
  const [set, found]: [number[], number[]] = [[], []]
  try {
    for (let round = 0; round < rounds; round += 1) {
      set.push(await secondsFor(recipients, sink.url, AT_ONCE))
      found.push(await secondsFor(recipients, sink.url, CONNECTIONS))
    }
  } finally {
    await sink.stop()
  }
  const tell = (subject: string, seconds: number[], note: string) =>
    report({
      bench: "limits",
      subject,
      value: Number(median(seconds).toFixed(1)),
      unit: "s",
      ratio: ratioOf(median(seconds), median(set)),
      note,
    })
  const bound = ((recipients * ANSWERS_AFTER) / AT_ONCE / 1_000).toFixed(1)
  tell(`${recipients} mails, ${AT_ONCE} connections set by hand`, set, `its answers alone take ${bound} s`)
  tell(
    `${recipients} mails, ${CONNECTIONS} connections, fewer by itself`,
    found,
    "from a worker's first mail on"
  )
}
