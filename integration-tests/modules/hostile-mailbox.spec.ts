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

/** What comes of it, where a command is refused in these words. */
async function faultAt(command: string, work: (connection: MailboxConnection) => Promise<unknown>) {
  const server = await startHostileImap([Buffer.from("\r\n")], null, { [command]: WORDS })
  servers.push(server)
  const place = { folder: "INBOX", after: "move", processedFolder: "Done", pollSeconds: 60 } as const
  const settings = mailboxServer({ host: "127.0.0.1", port: server.port, ...LOGIN, ...place })
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
