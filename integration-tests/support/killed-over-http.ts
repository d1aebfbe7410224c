/** `kill -9` in the middle of a mailing that leaves in requests over HTTP: what is known of each mail, and no more, as over SMTP. */
import type { ServerResponse } from "node:http"

import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import { seedContent, startWorkerProcess, until } from "./engine"
import { seededRandom, sized } from "./fault-size"
import { type ApiCall, type MailApiServer, startMailApi } from "./mail-api-server"
import { createMailTables, type ScratchDatabase } from "./mail-tables"
import { seedMailing } from "./mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "./outcomes"
import type { SinkLine } from "./smtp-sink"
import { standingUntil } from "./standing"

const RECIPIENTS = sized(300, 10_000)
const KILLS = sized(1, 20)
const CONNECTIONS = 5
/** Slow enough that every kill falls into the middle of the mailing. Milliseconds. */
const ANSWERS_AFTER = 5

export interface OverHttp {
  /** For people. */
  name: string
  /** Of the plugin, for a service at this address. */
  options(url: string): object
  /** The delivery's id as a request says it. */
  deliveryIn(body: ApiCall["body"]): string
  /** What the service says of the mail that it took as the nth. */
  take(response: ServerResponse, nth: number): void
}

/** Of a service that gets the message as it is, in base64. */
export function deliveryInMessage(message: string): string {
  return /^X-Mail-Delivery-Id: (.*)\r$/im.exec(Buffer.from(message, "base64").toString())![1]!
}

/** Tells the story, in a block of its own. */
export function itSurvivesKills({ name, options, deliveryIn, take }: OverHttp): void {
  let scratch: ScratchDatabase
  let service: MailApiServer
  const taken: SinkLine[] = []
  const standing = standingUntil(afterAll)

  beforeAll(async () => {
    scratch = standing.add(await createMailTables(), (database) => database.drop())
    service = await startMailApi((response, { body }) => {
      const id = deliveryIn(body)
      // The Message-ID is of the service's making, so a mail is known by its delivery.
      taken.push({ messageId: id, deliveryId: id } as SinkLine)
      setTimeout(() => take(response, taken.length), ANSWERS_AFTER)
    })
    standing.add(service, (server) => server.stop())
  }, 180_000)

  it(`over ${name} loses nothing and hands nothing over twice`, async () => {
    const random = seededRandom()
    const contentId = await seedContent(scratch.db)
    const mailing = await seedMailing(scratch.db, { recipients: RECIPIENTS, contentId })
    const start = () =>
      startWorkerProcess(scratch.url, "", {
        ...options(service.url),
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
    console.info(`${RECIPIENTS} recipients over ${name}, ${KILLS} kills: ${uncertain} uncertain`)
  }, 1_800_000)
}
