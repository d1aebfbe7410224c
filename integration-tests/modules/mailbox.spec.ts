/** The mailbox that returned mail arrives in, on a real IMAP server: each report counts once, and nothing else is touched. */
import type { Socket } from "node:net"

import { entityId } from "../../src/modules/mail/formats/entity-id"
import { checkMailbox } from "../../src/modules/mail/intake/check"
import { mailboxState } from "../../src/modules/mail/intake/state"
import { parseOptions } from "../../src/modules/mail/options"
import type { ScratchDatabase } from "../support/database"
import { type Dovecot, findDovecot, PASSWORD, startDovecot, startIntrospection } from "../support/dovecot"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { startHostileImap } from "../support/hostile-imap"
import { countersOf, seedMailing } from "../support/mailings"
import { holidayNote, letter, reportTo, returnPathFor } from "../support/returned"
import { createStoreTables, MIGRATING } from "../support/store-tables"
import { startTokenEndpoint } from "../support/token-endpoint"

jest.setTimeout(60_000)

const program = findDovecot()
const told = program ? describe : describe.skip

const secret = "only-for-these-stories"
const address = "bounce@shop.test"
const path = (id: string) => returnPathFor({ secret, bounces: { address } }, id)

let scratch: ScratchDatabase
let contentId: string
let box: Dovecot
const running: RunningEngine[] = []

told("The mailbox of returned mail", () => {
  beforeAll(async () => {
    scratch = await createStoreTables()
    contentId = await seedContent(scratch.db)
  }, MIGRATING)
  beforeEach(async () => {
    box = await startDovecot(program!)
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ engine }) => engine.stop()))
    await box.stop()
    for (const table of ["mailing", "delivery", "delivery_event", "return", "address", "mailbox"]) {
      await scratch.db.query(`DELETE FROM mpmd_${table}`)
    }
  })
  afterAll(() => scratch.drop())

  const options = (mailbox: object = {}) => ({
    secret,
    bounces: { address, mailbox: { ...box.settings, ...mailbox } },
  })

  function read(mailbox: object = {}, changes: object = {}): RunningEngine {
    const engine = startEngine(scratch.db, "", { ...options(mailbox), ...changes })
    running.push(engine)
    return engine
  }

  /** So many mails of one mailing that were sent, with ids as they really look. */
  async function sent(recipients: number): Promise<{ mailing: string; ids: string[] }> {
    const mailing = await seedMailing(scratch.db, { recipients, contentId, state: "completed" })
    const ulid = entityId("mdlv")
    const rows = await scratch.db.query<{ id: string }>(
      "UPDATE mpmd_delivery SET id = $2 || '_' || lpad(position::text, 9, '0'), state = 'sent', attempt = 1, sent_at = now() " +
        "WHERE mailing_id = $1 RETURNING id",
      [mailing, ulid]
    )
    await scratch.db.query("UPDATE mpmd_mailing SET pending = 0, sent = total WHERE id = $1", [mailing])
    return { mailing, ids: rows.map(({ id }) => id).sort() }
  }

  const state = () => mailboxState(scratch.db, parseOptions(options()).bounces!.mailbox!)
  const bounced = async (mailing: string) => (await countersOf(scratch.db, mailing)).bounced
  const looked = async () => (await state()).looked_at?.getTime() ?? 0
  const hasLooked = async (since = 0) => (await looked()) > since
  const returns = () => scratch.db.query("SELECT delivery_id, matched_by FROM mpmd_return")

  it("gives each report to its mail and moves it, and leaves a holiday note and a letter alone", async () => {
    const { mailing, ids } = await sent(2)
    const [report, note] = [reportTo(path(ids[0]!), ids[0]!), holidayNote(path(ids[1]!))]
    box.deliver(letter(address), report, note)
    const { errors } = read()
    await until("it was read", () => hasLooked())
    expect(await bounced(mailing)).toBe(1)
    expect(box.messages("Processed").map(({ text }) => text)).toEqual([report.toString("latin1")])
    expect(box.messages()).toMatchObject([{ read: false }, { read: false }])
    expect(await state()).toMatchObject({ fault: null, heard_at: expect.any(Date) as Date })

    // What comes later is heard as it comes, long before the next poll; what was left alone is not read again.
    box.deliver(reportTo(path(ids[1]!), ids[1]!))
    await until("the second one was heard", async () => (await bounced(mailing)) === 2, 10_000)
    await until("it was moved", () => box.messages().length === 2)
    expect(box.messages("Processed")).toHaveLength(2)
    expect(errors).toEqual([])
  })

  it("deletes reports, or keeps them, if the shop wants it so", async () => {
    const { mailing, ids } = await sent(2)
    box.deliver(reportTo(path(ids[0]!), ids[0]!), letter(address))
    read({ after: "keep" })
    await until("it was read", () => hasLooked())
    expect(await bounced(mailing)).toBe(1)
    expect(box.messages()).toMatchObject([{ read: false }, { read: false }])
    await running.pop()!.engine.stop()

    box.deliver(reportTo(path(ids[1]!), ids[1]!))
    read({ after: "delete" })
    await until("the second one was heard", async () => (await bounced(mailing)) === 2)
    await until("it is gone", () => box.messages().length === 2)
    expect(box.messages("Processed")).toEqual([])
  })

  it("believes no forged report, and leaves alone what is about no mail of ours", async () => {
    const { mailing, ids } = await sent(1)
    const stranger = returnPathFor({ secret: "a secret of somebody else", bounces: { address } }, ids[0]!)
    box.deliver(
      reportTo(address, ids[0]!),
      reportTo(stranger, ids[0]!, { messageId: "another" }),
      reportTo(address, "mdlv_of_another_shop")
    )
    read()
    await until("it was read", () => hasLooked())
    expect(await bounced(mailing)).toBe(0)
    expect(await returns()).toMatchObject([{ matched_by: "named" }, { matched_by: "named" }])
    expect(box.messages()).toHaveLength(1)
  })

  it("counts a report once that comes a hundred times", async () => {
    const { mailing, ids } = await sent(1)
    box.deliver(...Array.from({ length: 100 }, () => reportTo(path(ids[0]!), ids[0]!)))
    read()
    await until("all were moved", () => box.messages("Processed").length === 100)
    expect(await bounced(mailing)).toBe(1)
    expect(await returns()).toHaveLength(1)
  })

  it("is read again from the beginning when the folder was made anew, and nothing counts twice", async () => {
    const { mailing, ids } = await sent(1)
    box.deliver(reportTo(path(ids[0]!), ids[0]!))
    read({ after: "keep" })
    await until("it was read", () => hasLooked())
    await running.pop()!.engine.stop()
    await scratch.db.query(
      "UPDATE mpmd_mailbox SET uid_validity = '1', last_uid = 4000000000, looked_at = NULL"
    )
    read({ after: "keep" })
    await until("it was read again", () => hasLooked())
    expect(await bounced(mailing)).toBe(1)
    expect(await returns()).toHaveLength(1)
  })

  it("is read by one of two workers, and by the other one when that ends", async () => {
    const { mailing, ids } = await sent(60)
    const reports = ids.map((id) => reportTo(path(id), id))
    box.deliver(...reports.slice(0, 40))
    const workers = [read(), read()]
    await until("it was read", () => hasLooked())
    expect(await bounced(mailing)).toBe(40)
    const holder = async () => {
      const [row] = await scratch.db.query<{ claimed_by: string | null }>(
        "SELECT claimed_by FROM mpmd_mailbox"
      )
      return row!.claimed_by
    }
    const first = await holder()
    expect(first).not.toBeNull()

    // Whichever it is: each is stopped once, and the other one goes on.
    await workers[0]!.engine.stop()
    box.deliver(...reports.slice(40, 50))
    await until("they were heard", async () => (await bounced(mailing)) === 50)
    const again = startEngine(scratch.db, "", options())
    running.push(again)
    await workers[1]!.engine.stop()
    box.deliver(...reports.slice(50))
    await until("these too", async () => (await bounced(mailing)) === 60)
    expect([...workers, again].flatMap(({ errors }) => errors)).toEqual([])
    await until("all were moved", () => box.messages("Processed").length === 60)
  })

  it("tells staff once that its password is wrong, in the server's words, and goes on when it is right", async () => {
    const { mailing, ids } = await sent(1)
    box.deliver(reportTo(path(ids[0]!), ids[0]!))
    box.setPassword("another one")
    const engine = read()
    const events = () => engine.events.map(({ name }) => name)
    await until("staff are told", () => engine.events.length > 0)
    expect(engine.events).toEqual([
      {
        name: "mail-delivery.mailbox_unreadable",
        data: { kind: "login", message: expect.stringContaining("Authentication failed") as string },
      },
    ])
    const { fault, message, fault_since } = await state()
    expect({ fault, since: fault_since }).toEqual({ fault: "login", since: expect.any(Date) as Date })
    expect(message).not.toContain(PASSWORD)

    box.setPassword(PASSWORD)
    await until("it was read", () => hasLooked())
    expect(await bounced(mailing)).toBe(1)
    expect(events()).toEqual(["mail-delivery.mailbox_unreadable", "mail-delivery.mailbox_read_again"])
    expect(await state()).toMatchObject({ fault: null, message: null, fault_since: null })
  })

  it("waits for a server that is away and comes back, and rings for it only when that lasts", async () => {
    const { mailing, ids } = await sent(2)
    box.deliver(reportTo(path(ids[0]!), ids[0]!))
    const engine = read()
    await until("it was read", () => hasLooked())
    await box.kill()
    await until("that was noticed", async () => (await state()).fault === "connect")
    expect(engine.events).toEqual([])
    await scratch.db.query("UPDATE mpmd_mailbox SET fault_since = now() - interval '6 minutes'")
    await until("staff are told", () => engine.events.length > 0)
    expect(engine.events).toMatchObject([
      { name: "mail-delivery.mailbox_unreadable", data: { kind: "connect" } },
    ])

    box.deliver(reportTo(path(ids[1]!), ids[1]!))
    await box.start()
    await until("it was read again", async () => (await bounced(mailing)) === 2)
    await until("staff are told", () => engine.events.length > 1)
    expect(engine.events[1]).toMatchObject({ name: "mail-delivery.mailbox_read_again" })
  })

  it("names a folder that is not there", async () => {
    const engine = read({ folder: "Returned" })
    await until("staff are told", () => engine.events.length > 0)
    expect(engine.events[0]!.data).toEqual({
      kind: "folder",
      message: expect.stringContaining("Returned") as string,
    })
  })

  it("reads no further than the front of a large one", async () => {
    const { mailing, ids } = await sent(2)
    const large = "a line of the mail that came back\n".repeat(600_000)
    box.deliver(reportTo(path(ids[0]!), ids[0]!, { returned: large }), reportTo(path(ids[1]!), ids[1]!))
    read()
    await until("both were moved", () => box.messages("Processed").length === 2)
    expect(await bounced(mailing)).toBe(2)
  })

  it.each<[what: string, hostile: (socket: Socket) => void]>([
    ["closes the connection", (socket) => socket.destroy()],
    ["sends a line without an end", (socket) => socket.write(Buffer.alloc(40 * 1024 * 1024, "a"))],
    [
      "announces more than anybody asked for",
      (socket) => socket.write("* 2 FETCH (UID 2 BODY[]<0> {2000000000}\r\n"),
    ],
  ])("passes over the one message at which a server %s, and reads the others", async (_, hostile) => {
    const { mailing, ids } = await sent(2)
    const [first, second] = ids.map((id) => reportTo(path(id), id))
    const server = await startHostileImap([first!, hostile, second!])
    try {
      const { errors } = read({ port: server.port, after: "keep" })
      await until("the others were heard", async () => (await bounced(mailing)) === 2)
      expect(String(errors.at(-1))).toContain("message 2 of the mailbox")
    } finally {
      await running.pop()!.engine.stop()
      await server.stop()
    }
  })

  it("logs in with tokens that the server asks their maker about, and asks for a new one when one is taken back", async () => {
    const { mailing, ids } = await sent(2)
    const tokens = await startTokenEndpoint()
    const introspection = await startIntrospection(tokens.good, "bounce")
    await box.stop()
    box = await startDovecot(program!, introspection.settings)
    try {
      const oauth2 = { tokenUrl: tokens.url, clientId: "shop", clientSecret: "a secret of the shop" }
      box.deliver(reportTo(path(ids[0]!), ids[0]!))
      read({ password: undefined, oauth2 })
      await until("it was read", async () => (await bounced(mailing)) === 1)
      await until("all of it", () => hasLooked())

      tokens.good.clear()
      await box.kill()
      await until("that was noticed", async () => (await state()).fault === "connect")
      await box.start()
      box.deliver(reportTo(path(ids[1]!), ids[1]!))
      await until("it was read again", async () => (await bounced(mailing)) === 2)
      expect(tokens.asked.length).toBeGreaterThan(1)
    } finally {
      await Promise.all(running.splice(0).map(({ engine }) => engine.stop()))
      await introspection.stop()
      await tokens.stop()
    }
  })

  it("says how far a try at the mailbox comes", async () => {
    const check = (mailbox: object = {}) => checkMailbox(parseOptions(options(mailbox)).bounces!.mailbox!)
    box.deliver(letter(address))
    expect(await check()).toMatchObject({ ok: true, stage: "open", message: "", messages: 1 })
    expect(await check({ folder: "Nowhere" })).toMatchObject({ ok: false, stage: "folder" })
    expect(await check({ password: "wrong one here" })).toMatchObject({
      ok: false,
      stage: "login",
      message: expect.stringContaining("Authentication failed") as string,
    })
    expect(await check({ tls: "required" })).toMatchObject({ ok: false, stage: "tls" })
    expect(await check({ tls: "implicit" })).toMatchObject({ ok: false, stage: "tls" })
    await box.kill()
    expect(await check()).toMatchObject({
      ok: false,
      stage: "connect",
      message: expect.stringContaining("ECONNREFUSED") as string,
    })
    await box.start()
  })
})
