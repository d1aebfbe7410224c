/** `kill -9` while a worker finds out how many mails a server takes at once: the measure is lost with it, and no mail. */
import { parseOptions } from "../../src/modules/mail/options"
import { seedContent, startWorkerProcess, until, type WorkerProcess } from "../support/engine"
import { seededRandom, sized } from "../support/fault-size"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"
import { expectNothingLostOrTwice, sentCounter, untilCompleted } from "../support/outcomes"
import { type Moment, type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { noteOf, type SinkLine } from "../support/smtp-sink"
import { standingUntil } from "../support/standing"

const RECIPIENTS = sized(600, 20_000)
const KILLS = sized(3, 20)
const AT_ONCE = 3
/** As Microsoft 365 says it. */
const BUSY = "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"
/** Slow enough that every kill falls into the middle of the mailing. Milliseconds. */
const ANSWERS_AFTER = 15
/** So many mails may be marked behind a few slow connections. */
const BEHIND_FEW = 20
/** Longer than the story may take: what waits for its retry is not there at its end. Milliseconds. */
const PATIENCE = sized(120_000, 600_000)
const RETRY_SECONDS = 3_600

let scratch: ScratchDatabase
let server: SmtpServer
let connections: number
let taken: SinkLine[]
const standing = standingUntil(afterEach)

beforeEach(async () => {
  taken = []
  scratch = standing.add(await createMailTables(), (database) => database.drop())
  server = standing.add(
    await startSmtpServer({ keep: false, onMail: (mail) => taken.push(noteOf(mail)) }),
    (made) => made.stop()
  )
  connections = parseOptions({ smtpUrl: server.url }).connections
}, 180_000)

async function start(): Promise<WorkerProcess> {
  const quickly = { leaseSeconds: 2, smtpTimeoutSeconds: 2, retrySeconds: [RETRY_SECONDS] }
  return standing.add(await startWorkerProcess(scratch.url, server.url, quickly), (worker) => worker.kill())
}

/** What the refusals left behind in the ledger. */
async function traces(mailing: string) {
  const [row] = await scratch.db.query<{ deferrals: number; waiting: number; attempts: number }>(
    "SELECT sum(deferrals)::int AS deferrals, max(attempt) AS attempts, " +
      "count(*) FILTER (WHERE first_deferred_at IS NOT NULL OR next_attempt_at IS NOT NULL)::int AS waiting " +
      "FROM mpmd_delivery WHERE mailing_id = $1",
    [mailing]
  )
  return row!
}

it.each<{ says: string; at: Moment }>([
  { says: "at MAIL", at: "mail" },
  { says: "after the dot", at: "final" },
])(
  "loses nothing, sends nothing twice, and no mail waits because it was refused $says",
  async ({ at }) => {
    server.script({ at, atOnceOver: AT_ONCE, reply: BUSY }, { at: "final", delayMs: ANSWERS_AFTER })
    const random = seededRandom()
    const contentId = await seedContent(scratch.db)
    const mailing = await seedMailing(scratch.db, { recipients: RECIPIENTS, contentId })
    const sent = sentCounter(scratch.db, mailing)
    const refusals = () => server.answered(BUSY)

    for (let kill = 0; kill < KILLS; kill += 1) {
      const refusedBefore = refusals()
      const worker = await start()
      await until("it is told that there are too many", () => refusals() > refusedBefore)
      // The first dies while its refused mails look for another connection, the next when it has found its measure, and so on.
      if (kill % 2) {
        const due = (await sent()) + 1 + random() * (RECIPIENTS / KILLS / 2)
        await until("it has sent some more", async () => (await sent()) > due, PATIENCE)
      }
      await worker.kill()
    }
    const last = await start()
    await untilCompleted(scratch.db, mailing, PATIENCE)
    await last.terminate()

    const { uncertain } = await expectNothingLostOrTwice(scratch.db, mailing, taken)
    expect(new Set(taken.map(({ to }) => to)).size).toBe(taken.length)
    // What leaves in a tenth of a second, in the place of a whole group.
    expect(uncertain).toBeLessThanOrEqual(KILLS * (connections + BEHIND_FEW))
    const { deferrals, waiting, attempts } = await traces(mailing)
    expect({ deferrals, waiting }).toEqual({ deferrals: 0, waiting: 0 })
    // A mail is claimed anew when its holder died, and for nothing else.
    expect(attempts).toBeLessThanOrEqual(1 + KILLS)
    // Each worker finds each connection that is too many once; now and then it tries one more.
    expect(refusals()).toBeLessThanOrEqual((1 + KILLS) * 2 * connections)
    console.info(`${RECIPIENTS} recipients, ${KILLS} kills: ${uncertain} uncertain, ${refusals()} refusals`)
  },
  1_800_000
)
