/** `kill -9` in the middle of a mailing that leaves over a transport of the store's own: what is known, and no more, as over SMTP. */
import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import { seedContent, startWorkerProcess, until } from "../support/engine"
import { seededRandom, sized } from "../support/fault-size"
import { answer, type MailApiServer, startMailApi } from "../support/mail-api-server"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "../support/outcomes"
import type { SinkLine } from "../support/smtp-sink"

const RECIPIENTS = sized(800, 20_000)
const KILLS = sized(2, 20)
const CONNECTIONS = 5

let scratch: ScratchDatabase
let service: MailApiServer
const taken: SinkLine[] = []

beforeAll(async () => {
  scratch = await createMailTables()
  // Slow enough that every kill falls into the middle of the mailing.
  service = await startMailApi((response, { body }) => {
    taken.push(mailIn(body.message as string))
    setTimeout(() => answer(response, 200, { id: taken.length }), 5)
  })
}, 180_000)
afterAll(async () => {
  await service.stop()
  await scratch.drop()
})

function mailIn(message: string): SinkLine {
  const mail = Buffer.from(message, "base64").toString()
  const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, "im").exec(mail)?.[1] ?? null
  return { messageId: header("Message-ID"), deliveryId: header("X-Mail-Delivery-Id") } as SinkLine
}

it("loses nothing and hands nothing over twice", async () => {
  const random = seededRandom()
  const mailing = await seedMailing(scratch.db, {
    recipients: RECIPIENTS,
    contentId: await seedContent(scratch.db),
  })
  const transport = {
    resolve: "./integration-tests/support/transports/over-http",
    options: { url: service.url },
  }
  const start = () =>
    startWorkerProcess(scratch.url, "", {
      transport,
      connections: CONNECTIONS,
      leaseSeconds: 2,
      smtpTimeoutSeconds: 2,
    })
  const sent = sentCounter(scratch.db, mailing)

  let worker = await start()
  for (let kill = 0; kill < KILLS; kill += 1) {
    const due = (await sent()) + random() * (RECIPIENTS / KILLS / 2)
    await until("it has sent some more", async () => (await sent()) > due, 180_000)
    await worker.kill()
    worker = await start()
  }
  await untilCompleted(scratch.db, mailing, 300_000)
  await worker.terminate()

  const { uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, taken)
  expect(uncertain).toBeLessThanOrEqual(KILLS * (CONNECTIONS + MARKED_AT_ONCE))
  console.info(`${RECIPIENTS} recipients over a transport of its own, ${KILLS} kills: ${uncertain} uncertain`)
}, 1_800_000)
