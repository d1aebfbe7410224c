/**
 * One rule for what an address is: counted, frozen, put into headers and envelope, flagged and withdrawn alike, for the
 * addresses that Japanese carriers gave out, for letters beyond ASCII, and for domains in two spellings.
 */
import { domainToASCII } from "node:url"

import { parseAddress } from "../../src/modules/mail/address/address"
import { malformed, normalised } from "../../src/modules/mail/address/sql"
import { countAudience } from "../../src/modules/mail/audience/count"
import { insertMemberDeliveries } from "../../src/modules/mail/audience/prepare"
import { listDeliveries } from "../../src/modules/mail/deliveries/ledger"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { listMembers } from "../../src/modules/mail/members/list"
import { getConsent, setConsent, setFlags } from "../../src/modules/mail/members/set-consent"
import { getSettings, updateSettings } from "../../src/modules/mail/settings/settings"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { aMember } from "../support/factories"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { storeOfStories } from "../support/store-of-stories"

const scratch = storeOfStories()

interface InSql {
  email: string
  key: string
  bad: boolean
}

function inSql(emails: readonly string[]): Promise<InSql[]> {
  return scratch.db.query<InSql>(
    `SELECT email, ${normalised("email")} AS key, ${malformed("email")} AS bad
       FROM unnest($1::text[]) WITH ORDINALITY AS given(email, place) ORDER BY place`,
    [emails]
  )
}

/** The same each time: what went wrong can be looked at again. */
function pseudoRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const PIECES = [
  ..."aZ09.-_+'!@ \"\\,;<>()[]:",
  ..."é花ÄИ",
  "..",
  "xn--",
  "@x.jp",
  "@例え.jp",
  '"a b"',
  "\\\\",
  "\u3000",
  "\u00a0",
  "\t",
  "x".repeat(40),
  "ok@shop.example",
]

it("SQL and JavaScript agree on what is an address, over thousands of them", async () => {
  const pick = pseudoRandom(7)
  const random = Array.from({ length: 1_500 }, () =>
    Array.from({ length: 1 + pick(6) }, () => PIECES[pick(PIECES.length)]).join("")
  )
  const emails = [
    ...random,
    ...random.map((text) => `${text}@shop.example`),
    ...random.map((text) => `a@${text}`),
  ]
  const rows = await inSql(emails)

  const disagreed = rows.filter(({ email, bad }) => parseAddress(email).ok === bad)
  expect(disagreed.map(({ email }) => email)).toEqual([])
  expect(rows.filter(({ bad }) => !bad).length).toBeGreaterThan(200)
})

it("an international domain has the key of its ASCII form", async () => {
  const domains = [
    "例え.jp",
    "日本語.jp",
    "münchen.example",
    "пример.рф",
    "ｅｘ．jp",
    "EXAMPLE.例え.JP",
    "한국.kr",
    "a.ü.b",
  ]
  const rows = await inSql(domains.map((domain) => `Shop@${domain}`))

  expect(rows.map(({ key }) => key)).toEqual(domains.map((domain) => `shop@${domainToASCII(domain)}`))
  const ascii = await inSql(domains.map((domain) => `shop@${domainToASCII(domain).toUpperCase()}`))
  expect(ascii.map(({ key }) => key)).toEqual(rows.map(({ key }) => key))
})

it("a key is the same in a database that lowers letters by the rules of another language", async () => {
  const rows = await scratch.db.query<{ key: string; lowered: string }>(
    `SELECT ${normalised("email")} AS key, lower(email) AS lowered
       FROM (SELECT ' INFO@SHINJI.EXAMPLE' COLLATE "tr-x-icu" AS email) AS given`
  )
  expect(rows).toEqual([{ key: "info@shinji.example", lowered: " ınfo@shınjı.example" }])
})

it("quotes are no part of the key, and what is no address has one too", async () => {
  const keys = async (...emails: string[]) => (await inSql(emails)).map(({ key }) => key)
  expect(await keys('"Taro..Y."@docomo.ne.jp', " taro..y.@DOCOMO.ne.jp ")).toEqual([
    "taro..y.@docomo.ne.jp",
    "taro..y.@docomo.ne.jp",
  ])
  expect(await keys("No Address", '"', "花", "@", "a@", "x".repeat(5_000) + "花@")).toEqual([
    "no address",
    '"',
    "花",
    "@",
    "a@",
    "x".repeat(5_000) + "花@",
  ])
})

it("one address in two spellings is one for duplicates, flags, withdrawal and complaint", async () => {
  const { db } = scratch
  const kana = await aMember(db, { email: "hanako@例え.jp" })
  const ascii = await aMember(db, { email: "Hanako@xn--r8jz45g.jp" })
  const count = async () => (await countAudience(db, { filter: {} })).unsendable

  expect(await count()).toMatchObject({ count: 1, duplicate_address: 1 })
  expect(await setFlags(db, { emails: ["hanako@XN--R8JZ45G.jp"], invalid: true })).toEqual({ updated: 1 })
  expect(await count()).toMatchObject({ count: 2, invalid: 2 })
  await setFlags(db, { customer_ids: [kana], invalid: false })
  expect(await count()).toMatchObject({ invalid: 0 })
  await setConsent(db, { customer_ids: [kana], consent: "opted_out", source: "test" })
  expect(await getConsent(db, ascii)).toBe("opted_out")
})

it("a setting is stored as it was checked", async () => {
  await updateSettings(scratch.db, {
    sender_address: " shop@example.com ",
    reply_to: "  ",
    admin_copy_address: " a@x.jp",
  })
  expect(await getSettings(scratch.db)).toMatchObject({
    sender_address: "shop@example.com",
    reply_to: null,
    admin_copy_address: "a@x.jp",
  })
  for (const field of ["sender_address", "reply_to"]) {
    await expect(updateSettings(scratch.db, { [field]: "店@example.jp" })).rejects.toThrow(
      `${field}: before the @ only ASCII letters can be used here, because many servers take no other sender`
    )
  }
  expect(await getSettings(scratch.db)).toMatchObject({ sender_address: "shop@example.com", reply_to: null })
})

describe("one address in two spellings is found by either", () => {
  const SEARCHES = [
    "例え.jp",
    "hanako@例え.jp",
    "xn--r8jz45g.jp",
    "HANAKO@xn--R8JZ45G.jp",
    "例え．ｊｐ",
    "@例え。jp",
  ]

  it.each(SEARCHES)("among members: %s", async (q) => {
    await aMember(scratch.db, { id: "kana", email: "hanako@例え.jp" })
    await aMember(scratch.db, { id: "ascii", email: "Hanako@xn--r8jz45g.jp" })
    await aMember(scratch.db, { id: "other", email: "hanako@another.jp" })

    const { members } = await listMembers(scratch.db, { q })
    expect(members.map(({ customer_id }) => customer_id).sort()).toEqual(["ascii", "kana"])
  })

  it.each([...SEARCHES, "例"])("in the ledger: %s", async (q) => {
    const contentId = await seedContent(scratch.db)
    const written = ["hanako@例え.jp", "Hanako@xn--r8jz45g.jp", "hanako@another.jp"]
    for (const to of written) {
      await insertSeparateDelivery(scratch.db, {
        kind: "single",
        contentId,
        dedupeKey: to,
        to,
        variables: {},
      })
    }

    const { deliveries, count } = await listDeliveries(scratch.db, { q, limit: 10, offset: 0 })
    // Of half a name there is no other spelling.
    const found = q === "例" ? written.slice(0, 1) : written.slice(0, 2)
    expect(deliveries.map(({ email }) => email).sort()).toEqual([...found].sort())
    expect(count).toBe(found.length)
  })
})

describe("on the wire", () => {
  let server: SmtpServer
  let running: RunningEngine

  const start = async (extensions?: string[]) => {
    server = await startSmtpServer({ extensions })
    running = startEngine(scratch.db, server.url)
  }
  afterEach(async () => {
    await running.engine.stop()
    await server.stop()
  })

  const send = async (to: string, from = "shop@shop.test") => {
    const contentId = await seedContent(scratch.db, {
      subject: "Hello",
      text: "Hello",
      variables: [],
      from: { address: from },
    })
    const { id } = await insertSeparateDelivery(scratch.db, {
      kind: "single",
      contentId,
      dedupeKey: `${to} ${from}`,
      to,
      variables: {},
    })
    running.engine.wake()
    await until("it is settled", async () => (await rowOf(id)).state !== "pending" && (await isOver(id)))
    return rowOf(id)
  }
  const rowOf = async (id: string) =>
    (
      await scratch.db.query<{ state: string; reason: string | null }>(
        "SELECT state, reason FROM mpmd_delivery WHERE id = $1",
        [id]
      )
    )[0]!
  const isOver = async (id: string) => ["sent", "failed"].includes((await rowOf(id)).state)

  it("dots that the RFC does not know go in quotes, in header and envelope", async () => {
    await start()
    for (const to of ["taro..y.@docomo.ne.jp", "hana.@ezweb.ne.jp"]) {
      expect(await send(to)).toMatchObject({ state: "sent" })
    }
    expect(server.received.map((mail) => mail.to)).toEqual([
      ['"taro..y."@docomo.ne.jp'],
      ['"hana."@ezweb.ne.jp'],
    ])
    expect(server.received[0]!.bytes.toString()).toContain('To: <"taro..y."@docomo.ne.jp>')
  })

  it("letters beyond ASCII go by SMTPUTF8", async () => {
    await start()
    expect(await send("花子@例え.jp")).toMatchObject({ state: "sent" })
    expect(server.received[0]!.to).toEqual(["花子@xn--r8jz45g.jp"])
    expect(server.received[0]!.bytes.toString("utf8")).toContain("To: <花子@xn--r8jz45g.jp>")
    expect(server.commands(1).find((line) => line.startsWith("MAIL"))).toContain("SMTPUTF8")
  })

  it("and are unsupported where the server has not got it", async () => {
    await start(["ENHANCEDSTATUSCODES"])
    expect(await send("花子@example.jp")).toEqual({ state: "failed", reason: "unsupported" })
  })

  it("what is no address is the address's fault, not the template's", async () => {
    await start()
    expect(await send("a@b@example.jp")).toEqual({ state: "failed", reason: "address_invalid" })
  })

  it("the sender's domain is ASCII in the Message-ID too", async () => {
    await start()
    await send("taro@example.jp", "shop@例え.jp")
    expect(server.received[0]!.messageId).toMatch(/^<mdlv_\w+@xn--r8jz45g\.jp>$/)
    expect(server.received[0]!.from).toBe("shop@xn--r8jz45g.jp")
  })
})

it("what counts as sendable is what is frozen", async () => {
  const { db } = scratch
  const good = [
    "taro..y.@docomo.ne.jp",
    "hana.@ezweb.ne.jp",
    "花子@example.jp",
    '"a b"@example.jp',
    "a@localhost",
  ]
  const bad = ["a@b@example.jp", "a b@example.jp", "a@-x.jp", "a@x..jp"]
  for (const email of [...good, ...bad]) {
    await aMember(db, { email })
  }
  const { sendable, unsendable } = await countAudience(db, { filter: {} })
  expect([sendable.count, unsendable.invalid]).toEqual([good.length, bad.length])

  const { inserted } = await db.transaction((tx) =>
    insertMemberDeliveries(tx, {
      mailingId: "mling_1",
      contentId: "mcont_1",
      audience: { filter: {} },
      purpose: "marketing",
      variables: [],
      quotaMonth: null,
    })
  )
  expect(inserted).toBe(good.length)
  const rows = await db.query<{ email: string }>("SELECT email FROM mpmd_delivery")
  expect(rows.map(({ email }) => email).sort()).toEqual([...good].sort())
})
