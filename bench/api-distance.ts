/** A mail service's API far away: how near to what the distance allows do we come? */
import { startChild } from "./child"
import { apartBy, atDistance } from "./distance"
import { seedBench } from "./mailing"
import { ratioOf, say } from "./report"
import type { Benchmark } from "./settings"
import { CONNECTIONS, sendMailing, withWorkers } from "./workers"

const ROUND_TRIP = 50
/** A mail is one request. */
const BOUND = (CONNECTIONS * 1_000) / ROUND_TRIP

const NOTHING = { words: "POST /emails HTTP/1.1\r\nHost: api\r\nContent-Length: 2\r\n\r\n{}", greeted: false }

export const apiDistance: Benchmark = async ({ mails }, report) => {
  // At two hundred a second the whole number would take minutes.
  const [recipients, warmUp] = [Math.ceil(mails / 5), Math.ceil(mails / 20)]
  say(`api-distance: ${recipients} mails, ${ROUND_TRIP} ms round trip, ${CONNECTIONS} requests at once`)
  const service = startChild("mail-api-process.ts", {})
  try {
    const { port } = await service.answer<{ port: number }>()
    await atDistance({ target: port, delay: ROUND_TRIP / 2 }, async (far) => {
      const roundTrip = await apartBy(far, NOTHING)
      const api = { service: "resend", key: "re_bench", url: `http://127.0.0.1:${far}` }
      const perSecond = await withWorkers(1, warmUp, { api, connections: CONNECTIONS }, async ({ db }) =>
        sendMailing(db, await seedBench(db, recipients))
      )
      report({
        bench: "api-distance",
        subject: `an API ${ROUND_TRIP} ms away, ${CONNECTIONS} requests at once`,
        value: Number(perSecond.toFixed(1)),
        unit: "mails/s",
        ratio: ratioOf(perSecond, BOUND),
        note: `one round trip allows ${BOUND} mails/s; measured round trip ${roundTrip.toFixed(1)} ms`,
      })
    })
  } finally {
    await service.stop()
  }
}
