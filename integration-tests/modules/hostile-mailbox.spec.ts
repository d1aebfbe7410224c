/** What a mailbox's server says is kept and shown: in words that can be, and without the login that it was told. */
import { MailboxConnection } from "../../src/modules/mail/intake/connection"
import { MailboxFault } from "../../src/modules/mail/intake/fault"
import { mailboxServer } from "../../src/modules/mail/intake/server"
import { type HostileImap, startHostileImap } from "../support/hostile-imap"

const LOGIN = { user: "bounce", password: "b0unce-s3cret" }
const AS_SENT = Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString("base64")
const WORDS = `no \u001b[2J${AS_SENT} ${LOGIN.password} ${"x".repeat(100_000)}`

const servers: HostileImap[] = []
afterEach(async () => void (await Promise.all(servers.splice(0).map((server) => server.stop()))))

async function settingsOf(hostile: Promise<HostileImap>) {
  const server = await hostile
  servers.push(server)
  const place = { folder: "INBOX", after: "move", processedFolder: "Done", pollSeconds: 60 } as const
  return mailboxServer({ host: "127.0.0.1", port: server.port, ...LOGIN, ...place })
}

/** What comes of it, where a command is refused in these words. */
async function faultAt(command: string, work: (connection: MailboxConnection) => Promise<unknown>) {
  const settings = await settingsOf(startHostileImap([Buffer.from("\r\n")], null, { [command]: WORDS }))
  let connection: MailboxConnection | undefined
  try {
    connection = await MailboxConnection.open(settings)
    await work(connection)
  } catch (error) {
    expect(error).toBeInstanceOf(MailboxFault)
    return error as MailboxFault
  } finally {
    await connection?.close()
  }
  throw new Error("Nothing was refused")
}

it.each<[string, (connection: MailboxConnection) => Promise<unknown>]>([
  ["LOGIN", () => Promise.resolve()],
  ["SELECT", () => Promise.resolve()],
  ["SEARCH", (connection) => connection.newer(0)],
  ["MOVE", (connection) => connection.file([1])],
])("its no to %s", async (command, work) => {
  const { message } = await faultAt(command, work)

  expect(message).toContain("no ")
  expect(message).not.toContain(LOGIN.password)
  expect(message).not.toContain(AS_SENT)
  expect(message).not.toMatch(/\p{Cc}/u)
  expect(message.length).toBeLessThan(4_000)
})

it("its news without end wakes the reader once a second, and not more often", async () => {
  const settings = await settingsOf(startHostileImap([Buffer.from("\r\n")], null, {}, true))
  const connection = await MailboxConnection.open(settings)
  const start = performance.now()
  await connection.rest(60_000, new AbortController().signal)
  const rested = performance.now() - start
  await connection.close()

  expect(rested).toBeGreaterThan(900)
  expect(rested).toBeLessThan(30_000)
})
