/** A mail service's API far away: how near to what the distance allows do we come? */
import { startChild } from "./child"
import { apartBy, atDistance, type Question, throughputOf } from "./distance"
import { HTML, TEXT } from "./mail"
import { seedBench } from "./mailing"
import { ratioOf, say } from "./report"
import type { Benchmark } from "./settings"
import { CONNECTIONS, sendMailing, withWorkers } from "./workers"

const ROUND_TRIP = 50
/** A mail is one request. */
const BOUND = (CONNECTIONS * 1_000) / ROUND_TRIP

const NOTHING = post({})
/** As much as one of our requests. */
const AS_MUCH = post({ from: "shop@shop.example", to: ["taro@example.jp"], html: HTML, text: TEXT })

function post(fields: object): Question {
  const body = JSON.stringify(fields)
  const head = ["POST /emails HTTP/1.1", "Host: api", `Content-Length: ${Buffer.byteLength(body)}`]
  return { words: [...head, "", body].join("\r\n"), greeted: false }
}

export const apiDistance: Benchmark = async ({ mails }, report) => {
  // At two hundred a second the whole number would take minutes.
  const [recipients, warmUp] = [Math.ceil(mails / 5), Math.ceil(mails / 20)]
  say(`api-distance: ${recipients} mails, ${ROUND_TRIP} ms round trip, ${CONNECTIONS} requests at once`)
  const service = startChild("mail-api-process.ts", {})
  try {
    const { port } = await service.answer<{ port: number }>()
    await atDistance({ target: port, delay: ROUND_TRIP / 2 }, async (far) => {
      const roundTrip = await apartBy(far, NOTHING)
      const bare = () => throughputOf(far, AS_MUCH, { connections: CONNECTIONS, questions: warmUp })
      const api = { service: "resend", key: "re_bench", url: `http://127.0.0.1:${far}` }
      const before = await bare()
      const perSecond = await withWorkers(1, warmUp, { api, connections: CONNECTIONS }, async ({ db }) =>
        sendMailing(db, await seedBench(db, recipients))
      )
      const barePerSecond = (before + (await bare())) / 2
      const place = `an API ${ROUND_TRIP} ms away, ${CONNECTIONS} requests at once`
      report({
        bench: "api-distance",
        subject: `${place}: a client that does nothing else`,
        value: Number(barePerSecond.toFixed(1)),
        unit: "requests/s",
        ratio: ratioOf(barePerSecond, BOUND),
        note: `one round trip allows ${BOUND}; measured round trip ${roundTrip.toFixed(1)} ms`,
      })
      report({
        bench: "api-distance",
        subject: place,
        value: Number(perSecond.toFixed(1)),
        unit: "mails/s",
        ratio: ratioOf(perSecond, barePerSecond),
        note: `of what that client reaches in the same run; ${ratioOf(perSecond, BOUND)} of the ${BOUND} that one round trip allows`,
      })
    })
  } finally {
    await service.stop()
  }
}
