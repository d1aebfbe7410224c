/** `kill -9` in the middle of a mailing that leaves in requests over HTTP: what is known of each mail, and no more, as over SMTP. */
import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import { seedContent, startWorkerProcess, until } from "./engine"
import { seededRandom, sized } from "./fault-size"
import { answer, type ApiCall, type MailApiServer, startMailApi } from "./mail-api-server"
import { createMailTables, type ScratchDatabase } from "./mail-tables"
import { seedMailing } from "./mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "./outcomes"
import type { SinkLine } from "./smtp-sink"
import { standingUntil } from "./standing"

const RECIPIENTS = sized(800, 20_000)
const KILLS = sized(2, 20)
const CONNECTIONS = 5
/** Slow enough that every kill falls into the middle of the mailing. Milliseconds. */
const ANSWERS_AFTER = 5

export interface OverHttp {
  /** For people. */
  name: string
  /** Of the plugin, for a service at this address. */
  options(url: string): object
  /** The whole message in a request, in base64. */
  messageIn(body: ApiCall["body"]): string
  /** What the service says of the mail that it took as the nth. */
  accepted(nth: number): object
}

/** Tells the story. */
export function itSurvivesKills({ name, options, messageIn, accepted }: OverHttp): void {
  let scratch: ScratchDatabase
  let service: MailApiServer
  const taken: SinkLine[] = []
  const standing = standingUntil(afterAll)

  beforeAll(async () => {
    scratch = standing.add(await createMailTables(), (database) => database.drop())
    service = await startMailApi((response, { body }) => {
      taken.push(mailIn(messageIn(body)))
      setTimeout(() => answer(response, 200, accepted(taken.length)), ANSWERS_AFTER)
    })
    standing.add(service, (server) => server.stop())
  }, 180_000)

  it("loses nothing and hands nothing over twice", async () => {
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

function mailIn(message: string): SinkLine {
  const mail = Buffer.from(message, "base64").toString()
  const header = (name: string) => new RegExp(`^${name}: (.*)\\r$`, "im").exec(mail)?.[1] ?? null
  return { messageId: header("Message-ID"), deliveryId: header("X-Mail-Delivery-Id") } as SinkLine
}
