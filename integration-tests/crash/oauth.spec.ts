/**
 * `kill -9` in the middle of a mailing whose connections log in with tokens, while tokens are taken back and the token endpoint is
 * away for a moment: a token dies with its process, and no mail with it.
 */
import { MARKED_AT_ONCE } from "../../src/modules/mail/dispatch/in-flight-window"
import { seedContent, startWorkerProcess, until, type WorkerProcess } from "../support/engine"
import { seededRandom, sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "../support/outcomes"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { noteOf, type SinkLine } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"
import { startTokenEndpoint, type TokenEndpoint } from "../support/token-endpoint"

const KILLS = sized(2, 20)
const CONNECTIONS = 5
/** So many that each process finds something to send: a kill may leave a hundred in doubt besides what was sent before it. */
const RECIPIENTS = KILLS * 500
/** Slow enough that every kill falls into the middle of the mailing. Milliseconds. */
const ANSWERS_AFTER = 10
const USER = "shop@example.com"

let scratch: ScratchDatabase
let endpoint: TokenEndpoint
let server: SmtpServer
const taken: SinkLine[] = []
const standing = standingUntil(afterAll)

beforeAll(async () => {
  scratch = standing.add(await createMailTables(), (database) => database.drop())
  endpoint = standing.add(await startTokenEndpoint(), (made) => made.stop())
  server = standing.add(
    await startSmtpServer({
      tokens: { user: USER, good: endpoint.good, mechanism: "XOAUTH2" },
      rules: [{ at: "final", delayMs: ANSWERS_AFTER }],
      onMail: (mail) => taken.push(noteOf(mail)),
      keep: false,
    }),
    (made) => made.stop()
  )
}, 180_000)

function start(): Promise<WorkerProcess> {
  const oauth2 = { tokenUrl: endpoint.url, clientId: "client", clientSecret: "cl1ent-s3cret", scope: "send" }
  return startWorkerProcess(scratch.url, "", {
    smtpUrl: undefined,
    smtp: { host: "127.0.0.1", port: server.port, user: USER, oauth2 },
    connections: CONNECTIONS,
    leaseSeconds: 2,
    smtpTimeoutSeconds: 2,
  })
}

/** What a mail service does now and then: no token is good any more, every connection ends, and no new token is given for now. */
async function takeBackAllTokens(): Promise<void> {
  const asked = endpoint.asked.length
  endpoint.answer = (response) => void response.writeHead(503).end()
  endpoint.good.clear()
  server.hangUp("421 4.3.2 Restarting")
  await until("a new token is asked for", () => endpoint.asked.length > asked, 60_000)
  endpoint.answer = null
}

it("loses nothing and sends nothing twice, and goes on without a person", async () => {
  const random = seededRandom()
  const contentId = await seedContent(scratch.db)
  const mailing = await seedMailing(scratch.db, { recipients: RECIPIENTS, contentId })
  const sent = sentCounter(scratch.db, mailing)

  let worker = await start()
  for (let kill = 0; kill < KILLS; kill += 1) {
    const due = (await sent()) + random() * (RECIPIENTS / KILLS / 2)
    await until("it has sent some more", async () => (await sent()) > due, 180_000)
    await takeBackAllTokens()
    await worker.kill()
    worker = await start()
  }
  await untilCompleted(scratch.db, mailing, 300_000)
  await worker.terminate()

  const { uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, taken)
  // A connection that the server ends may end after the last byte too.
  expect(uncertain).toBeLessThanOrEqual(KILLS * (2 * CONNECTIONS + MARKED_AT_ONCE))
  // One for each process, one for each time that they were taken back, and what was asked in vain meanwhile.
  expect(endpoint.asked.length).toBeGreaterThanOrEqual(1 + 2 * KILLS)
  expect(endpoint.asked.length).toBeLessThanOrEqual((1 + KILLS) * 2 * CONNECTIONS)
  console.info(
    `${RECIPIENTS} recipients, ${KILLS} kills: ${uncertain} uncertain, ${endpoint.asked.length} tokens asked for`
  )
}, 1_800_000)
