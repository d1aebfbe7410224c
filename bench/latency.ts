/** A mail server far away: how near to what the distance allows do we come? */
import { apartBy, atDistance } from "./distance"
import { seedBench } from "./mailing"
import { ratioOf, say } from "./report"
import type { Benchmark } from "./settings"
import { startSink } from "./sink"
import { sendMailing, withWorkers } from "./workers"

const ROUND_TRIP = 50
const CONNECTIONS = 20
/** A mail takes one: its message leaves together with the envelope of the next. */
const BOUND = (CONNECTIONS * 1_000) / ROUND_TRIP

export const latency: Benchmark = async ({ mails }, report) => {
  // At two hundred a second the whole number would take minutes.
  const [recipients, warmUp] = [Math.ceil(mails / 5), Math.ceil(mails / 20)]
  say(`latency: ${recipients} mails, ${ROUND_TRIP} ms round trip, ${CONNECTIONS} connections`)
  const sink = await startSink()
  try {
    await atDistance({ target: sink.port, delay: ROUND_TRIP / 2 }, async (port) => {
      const roundTrip = await apartBy(port, { words: "NOOP\r\n", greeted: true })
      const server = { smtpUrl: `smtp://127.0.0.1:${port}`, connections: CONNECTIONS }
      const perSecond = await withWorkers(1, warmUp, server, async ({ db }) =>
        sendMailing(db, await seedBench(db, recipients))
      )
      report({
        bench: "latency",
        subject: `${ROUND_TRIP} ms round trip, ${CONNECTIONS} connections`,
        value: Number(perSecond.toFixed(1)),
        unit: "mails/s",
        ratio: ratioOf(perSecond, BOUND),
        note: `one round trip a mail allows ${BOUND} mails/s; measured round trip ${roundTrip.toFixed(1)} ms`,
      })
    })
  } finally {
    sink.stop()
  }
}
