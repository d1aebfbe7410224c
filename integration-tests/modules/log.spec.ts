/** All mail of the store in one list: its order, its pages, what can be looked for; and news that names no mail. */
import type { ReturnEvent } from "../../src/modules/mail/bounces/event"
import { recordReturn } from "../../src/modules/mail/bounces/record"
import { getDelivery } from "../../src/modules/mail/deliveries/ledger"
import { listLog, type LogOptions, logPage, type LogPart } from "../../src/modules/mail/deliveries/log"
import { exportLog } from "../../src/modules/mail/deliveries/log-export"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { closeRenderThreads } from "../../src/modules/mail/render-threads"
import type { ScratchDatabase } from "../support/database"
import { seedContent } from "../support/engine"
import { seedMailing } from "../support/mailings"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let contentId: string

beforeAll(async () => {
  scratch = await createStoreTables()
  contentId = await seedContent(scratch.db)
}, MIGRATING)
afterEach(async () => {
  for (const table of [
    "mailing",
    "delivery",
    "delivery_event",
    "return",
    "address",
    "member",
    "quota_entry",
  ]) {
    await scratch.db.query(`DELETE FROM mpmd_${table}`)
  }
})
afterAll(async () => {
  await closeRenderThreads()
  await scratch.drop()
})

/** Sent so many hours ago. */
async function mailing(id: string, hours: number, recipients = 3, kind: "member" | "order" = "member") {
  await seedMailing(scratch.db, { id, kind, recipients, contentId, state: "completed", withoutConsent: true })
  await scratch.db.query(
    "UPDATE mpmd_mailing SET started_at = now() - make_interval(hours => $2), sent = total, pending = 0, " +
      `content = jsonb_build_object('subject', 'About ' || $1::text) WHERE id = $1`,
    [id, hours]
  )
  await scratch.db.query(
    "UPDATE mpmd_delivery SET state = 'sent', sent_at = now() - make_interval(hours => $2) WHERE mailing_id = $1",
    [id, hours]
  )
}

async function loose(
  dedupeKey: string,
  hours: number,
  to = "taro@x.test",
  kind: "single" | "test" = "single"
) {
  const variables = { member: { name: "Taro" } }
  const { id } = await insertSeparateDelivery(scratch.db, { kind, contentId, dedupeKey, to, variables })
  await scratch.db.query(
    "UPDATE mpmd_delivery SET state = 'sent', next_attempt_at = NULL, sent_at = now() - make_interval(hours => $2), " +
      "created_at = now() - make_interval(hours => $2) WHERE id = $1",
    [id, hours]
  )
  return id
}

async function everyPage(options: Partial<LogOptions> = {}): Promise<string[]> {
  const found: string[] = []
  let after: string | undefined
  do {
    const page = await listLog(scratch.db, { limit: 2, after, ...options })
    found.push(
      ...page.deliveries.map(({ mailing_id, position, email }) =>
        mailing_id ? `${mailing_id}/${position}` : email
      )
    )
    after = page.next ?? undefined
  } while (after)
  return found
}

async function aStore(): Promise<void> {
  await mailing("old", 30)
  await mailing("new", 2, 3, "order")
  await loose("asked:1", 1, "first@x.test")
  await loose("auto:order_placed:order_1", 10, "auto@x.test")
  await loose("test:1", 40, "tester@x.test", "test")
}

it("has the latest first, mails of a mailing together, and pages that neither overlap nor leave one out", async () => {
  await aStore()
  expect(await everyPage()).toEqual([
    "first@x.test",
    ...[1, 2, 3].map((n) => `new/${n}`),
    "auto@x.test",
    ...[1, 2, 3].map((n) => `old/${n}`),
    "tester@x.test",
  ])
  await expect(listLog(scratch.db, { limit: 2, after: "mdlv_none" })).rejects.toThrow(/^after:/)
})

it("is looked through by kind, subject, time, state and reason", async () => {
  await aStore()
  await scratch.db.query(
    "UPDATE mpmd_delivery SET state = 'failed', reason = 'policy' WHERE mailing_id = 'old' AND position = 2"
  )
  await scratch.db.query("UPDATE mpmd_mailing SET sent = 2, failed = 1 WHERE id = 'old'")
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()

  expect(await everyPage({ kind: ["automatic"] })).toEqual(["auto@x.test"])
  expect(await everyPage({ kind: ["single", "test"] })).toEqual(["first@x.test", "tester@x.test"])
  expect(await everyPage({ kind: ["order"] })).toEqual(["new/1", "new/2", "new/3"])
  expect(await everyPage({ subject: "ABOUT old" })).toEqual(["old/1", "old/2", "old/3"])
  expect(await everyPage({ subject: "news for" })).toEqual(["first@x.test", "auto@x.test", "tester@x.test"])
  expect(await everyPage({ subject: "nothing has this" })).toEqual([])
  expect(await everyPage({ at: { $gte: ago(11), $lte: ago(9) } })).toEqual(["auto@x.test"])
  expect(await everyPage({ state: ["failed"] })).toEqual(["old/2"])
  expect(await everyPage({ reason: ["policy"] })).toEqual(["old/2"])
  expect(await everyPage({ state: ["pending"] })).toEqual([])
})

describe("by transport", () => {
  /** Of two mailings to members one goes by shop-b; of one to orders the second mail. */
  async function twoWays(): Promise<void> {
    await aStore()
    await mailing("b", 20)
    await scratch.db.query("UPDATE mpmd_mailing SET transport = 'shop-b' WHERE id = 'b'")
    await scratch.db.query(
      "UPDATE mpmd_delivery SET transport = 'shop-b' WHERE mailing_id = 'b' OR (mailing_id = 'new' AND position = 2) " +
        "OR dedupe_key IN ('auto:order_placed:order_1', 'test:1')"
    )
  }
  const OF_B = ["new/2", "auto@x.test", "b/1", "b/2", "b/3", "tester@x.test"]
  const OWN = ["first@x.test", "new/1", "new/3", "old/1", "old/2", "old/3"]

  it("each is found once, in the order of the log, by name and by what the store's own is called", async () => {
    await twoWays()
    expect(await everyPage({ transport: ["shop-b"] })).toEqual(OF_B)
    expect(await everyPage({ transport: ["default"] })).toEqual(OWN)
    expect(await everyPage({ transport: [" Shop-B ", "default"] })).toEqual(await everyPage())
    expect(await everyPage({ transport: ["shop-b"], kind: ["automatic", "order"] })).toEqual(OF_B.slice(0, 2))
    expect(await everyPage({ transport: ["shop-b"], recipient: "1@" })).toEqual(["b/1"])
    expect(await everyPage({ transport: ["shop-c"] })).toEqual([])
  })

  it("what left by the store's own since the mailing's transport was taken away is found as its", async () => {
    await twoWays()
    await scratch.db.query(
      "UPDATE mpmd_delivery SET transport = NULL WHERE mailing_id = 'b' AND position > 1"
    )
    expect(await everyPage({ transport: ["default"], kind: ["member"] })).toEqual([
      "b/2",
      "b/3",
      ...OWN.slice(3),
    ])
  })

  it("a page that has looked at enough leads on, with nothing left out and nothing twice", async () => {
    await twoWays()
    for (const lookedAt of [[1], [2], [2, 3]]) {
      const pages: (string | null)[][] = []
      let after: string | undefined
      do {
        const page = await logPage(scratch.db, { transport: ["shop-b"], limit: 2, after }, lookedAt)
        pages.push(
          page.deliveries.map(({ mailing_id, position, email }) =>
            mailing_id ? `${mailing_id}/${position}` : email
          )
        )
        after = page.next ?? undefined
      } while (after)
      expect(pages.flat()).toEqual(OF_B)
      expect(pages.some((page) => page.length < 2)).toBe(true)
    }
  })
})

it("finds a recipient's mails of every kind by the address or how it begins, page by page", async () => {
  await aStore()
  await loose("asked:2", 5, "1@X.test")
  expect(await everyPage({ recipient: "1@x.test" })).toEqual(["new/1", "1@X.test", "old/1"])
  expect(await everyPage({ recipient: " 1@", kind: ["order", "single"] })).toEqual(["new/1", "1@X.test"])
  expect(await everyPage({ recipient: "auto@", subject: "news" })).toEqual(["auto@x.test"])
  expect(await everyPage({ recipient: "%" })).toEqual([])
})

it("is had as a file: every line once, in its order, narrowed as the list is, and without formulas", async () => {
  await aStore()
  await scratch.db.query(
    "UPDATE mpmd_delivery SET email = '=cmd@x.test', recipient_name = '＋1', response = '550 5.1.1 No, \"you\"' " +
      "WHERE dedupe_key = 'asked:1'"
  )
  const linesOf = async (part: LogPart) => {
    const pieces: string[] = []
    for await (const piece of exportLog(scratch.db, part, 2)) {
      pieces.push(piece)
    }
    return { pieces, lines: pieces.join("").split("\r\n") }
  }
  const { pieces, lines } = await linesOf({})
  expect(pieces.length).toBeGreaterThan(4)
  expect(lines[0]).toBe(
    "\ufeffat,subject,email,recipient_name,kind,automatic,state,reason,response,attempt,sent_at,customer_id,order_id," +
      "mailing_id,about_mailing_id,id,transport"
  )
  expect(lines.slice(1, 10).map((line) => line.split(",")[2])).toEqual([
    "'=cmd@x.test",
    ...[1, 2, 3].map((n) => `${n}@x.test`),
    "auto@x.test",
    ...[1, 2, 3].map((n) => `${n}@x.test`),
    "tester@x.test",
  ])
  expect(lines.slice(10)).toEqual([""])
  expect(lines[1]).toContain(',News for Taro,\'=cmd@x.test,\'＋1,single,,sent,,"550 5.1.1 No, ""you""",0,')
  expect(lines[5]).toContain(",auto@x.test,,single,order_placed,sent,")
  const some = await linesOf({ kind: ["order", "single"], recipient: "1@" })
  expect(some.lines.slice(1).map((line) => line.split(",")[13])).toEqual(["new", undefined])
  expect((await linesOf({ subject: "nothing has this" })).lines.slice(1)).toEqual([""])
})

it("calls each mail by its subject as its reader saw it, and automatic mail by what has sent it", async () => {
  await loose("auto:order_placed:order_1", 10)
  const { deliveries } = await listLog(scratch.db, { limit: 5 })
  expect(deliveries).toMatchObject([
    { kind: "single", automatic: "order_placed", subject: "News for Taro", at: expect.any(Date) },
  ])
})

describe("news that names no mail", () => {
  const news = (changes: Partial<ReturnEvent> = {}): ReturnEvent => ({
    source: "message",
    kind: "bounce",
    eventId: `<${Math.random()}@mx.test>`,
    returnPaths: ["bounce@shop.test"],
    token: null,
    deliveryId: null,
    messageId: null,
    recipients: ["Taro@X.test"],
    status: "5.1.1",
    diagnostic: "550 5.1.1 User unknown",
    remote: null,
    class: null,
    evidence: null,
    vouched: false,
    ...changes,
  })
  const flagging = { secret: "x", bounces: { flag: "automatic" } } as const
  const record = (event: ReturnEvent) => recordReturn(scratch.db, flagging, event)

  it("is noted beside the only mail that went there, and flags, withdraws and changes nothing, however it is forged", async () => {
    const id = await loose("asked:1", 1)
    const before = await getDelivery(scratch.db, id)

    expect(await record(news())).toBe("noted")
    expect(await record(news({ kind: "complaint" }))).toBe("noted")
    expect(await record(news({ vouched: true, messageId: "<theirs@relay.test>" }))).toBe("noted")

    const after = await getDelivery(scratch.db, id)
    expect(after).toMatchObject({
      state: "sent",
      reason: null,
      events: [],
      invalid: false,
      flag_offered: false,
    })
    expect(after.returns.map(({ matched_by }) => matched_by)).toEqual(["guessed", "guessed", "guessed"])
    expect({ ...after, returns: [] }).toEqual(before)
    expect(await scratch.db.query("SELECT FROM mpmd_address")).toEqual([])
  })

  it("is nobody's where it may be about two, names another mail, is old, or tells of progress", async () => {
    const id = await loose("asked:1", 1)
    expect(await record(news({ messageId: "<another@shop.test>" }))).toBe("unmatched")
    expect(await record(news({ kind: "progress" }))).toBe("unmatched")
    expect(await record(news({ recipients: ["other@x.test"] }))).toBe("unmatched")
    await loose("asked:2", 2)
    expect(await record(news())).toBe("unmatched")
    await scratch.db.query("UPDATE mpmd_delivery SET sent_at = now() - interval '7 days'")
    expect(await record(news())).toBe("unmatched")
    expect((await getDelivery(scratch.db, id)).returns).toEqual([])
  })
})
