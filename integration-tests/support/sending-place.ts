/** Where the stories of sending are told: the module's tables, an SMTP server, and engines that end with their story. */
import { type RunningEngine, seedContent, startEngine } from "./engine"
import { createMailTables, type ScratchDatabase } from "./mail-tables"
import { type SmtpServer, startSmtpServer } from "./smtp-server"
import { standingUntil } from "./standing"

export interface SendingPlace {
  scratch: ScratchDatabase
  server: SmtpServer
  /** A small text content that greets by name. */
  contentId: string
  /** Starts an engine that sends to the server, or to another one. */
  start(options?: object, url?: string): RunningEngine
}

/** @param options - Of every engine. */
export function withSending(options: object = {}): SendingPlace {
  const running: RunningEngine[] = []
  const standing = standingUntil(afterAll)
  const place = {
    start(changes = {}, url = place.server.url) {
      const engine = startEngine(place.scratch.db, url, { ...options, ...changes })
      running.push(engine)
      return engine
    },
  } as SendingPlace
  beforeAll(async () => {
    place.scratch = standing.add(await createMailTables(), (scratch) => scratch.drop())
    // A story may put another one in its place.
    place.server = standing.add(await startSmtpServer(), () => place.server.stop())
    place.contentId = await seedContent(place.scratch.db)
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ engine }) => engine.stop()))
    place.server.reset()
    // What a story leaves unsent is nobody's business any more.
    await place.scratch.db.query("UPDATE mpmd_mailing SET state = 'cancelled', completed_at = now()")
  })
  return place
}
