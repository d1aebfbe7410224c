/**
 * Databases are made for a language, and by the rules of some `I` is not the capital of `i`. Who somebody is does not depend on
 * that: not whether they unsubscribed, and not what a code says.
 */
import { parseAddress } from "../../src/modules/mail/address/address"
import { CAPITALS } from "../../src/modules/mail/address/letters"
import { normalised } from "../../src/modules/mail/address/sql"
import { countAudience } from "../../src/modules/mail/audience/count"
import { listDeliveries } from "../../src/modules/mail/deliveries/ledger"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { withdrawAddress } from "../../src/modules/mail/members/consents"
import { setFlags } from "../../src/modules/mail/members/set-consent"
import type { Database } from "../../src/modules/mail/sql/database"
import type { ScratchDatabase } from "../support/database"
import { seedContent } from "../support/engine"
import { aMember, anAddressOf, anOrder } from "../support/factories"
import {
  createDatabaseOf,
  createStoreOf,
  type DatabaseLanguage,
  databaseLanguages,
} from "../support/languages"
import { createMailTables, dropMailTables, makeMailTables } from "../support/mail-tables"
import { MIGRATING } from "../support/store-tables"

jest.setTimeout(MIGRATING)

const opened: ScratchDatabase[] = []
let languages: DatabaseLanguage[]

beforeAll(async () => {
  languages = await databaseLanguages()
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map((scratch) => scratch.drop()))
})

async function open(scratch: Promise<ScratchDatabase>): Promise<Database> {
  opened.push(await scratch)
  return opened.at(-1)!.db
}

/** A store in a database of this language; null where the server knows none. */
async function storeOf(language: DatabaseLanguage, part?: { to: number }): Promise<Database | null> {
  return languages.includes(language) ? open(createStoreOf(language, part)) : null
}

const keysOf = async (db: Database, emails: readonly string[]): Promise<string[]> => {
  const rows = await db.query<{ key: string }>(
    `SELECT ${normalised("email")} AS key FROM unnest($1::text[]) WITH ORDINALITY AS given(email, place) ORDER BY place`,
    [emails]
  )
  return rows.map(({ key }) => key)
}

/** Local parts, each with what it is in small letters. */
const LOCAL_PARTS: readonly [string, string][] = [
  ["INFO", "info"],
  ['"INFO"', "info"],
  ["İNFO", "info"],
  ["ınfo", "ınfo"],
  ["STRASSE", "strasse"],
  ["Straße", "straße"],
  ["ΟΔΟΣ", "οδοσ"],
  ["οδος", "οδος"],
  ["\u212aELVIN", "kelvin"],
  ["\u212bKE", "åke"],
  ["ÌÍĨ", "ìíĩ"],
  ["\u012e\u0300", "į\u0300"],
  ["ÉCOLE", "école"],
  ["E\u0301COLE", "école"],
  ["ПОЧТА", "почта"],
  ["Ꭰ", "ꭰ"],
  ["𐐀", "𐐨"],
]

/** No key is of plain ASCII alone before its letters were lowered: those never reach a function. */
const DOMAINS = [
  "SHINJI.例え.jp",
  "İstanbul.example",
  "ISTANBUL.MÜNCHEN.example",
  "ΟΔΟΣ.example",
  "οδος.example",
  "Straße.example",
  "\u212aelvin.example",
  "ıx.example",
  "ĄĮ.example",
  "ＩＮＦＯ．jp",
]

const domainInCode = (domain: string) => {
  const parsed = parseAddress(`a@${domain}`)
  return parsed.ok ? parsed.domain.toLowerCase() : null
}

const CASES: readonly [string, string][] = [
  ...LOCAL_PARTS.map(([local, small]): [string, string] => [
    `${local}@例え.JP`,
    `${small}@${domainInCode("例え.jp")}`,
  ]),
  ...LOCAL_PARTS.map(([local, small]): [string, string] => [
    `${local}@SHINJI.example`,
    `${small}@shinji.example`,
  ]),
  ...DOMAINS.map((domain): [string, string] => [`INFO@${domain}`, `info@${domainInCode(domain)}`]),
  ["INFO ÉCOLE", "info école"],
]

it("the key of an address is the same in a database of any language, and its domain as it goes on the wire", async () => {
  const expected = CASES.map(([, key]) => key)
  const written = CASES.map(([email]) => email)
  const keys: Record<string, string[]> = {}

  keys.usual = await keysOf(await open(createMailTables()), written)
  for (const language of languages) {
    const db = await open(createDatabaseOf(language))
    await makeMailTables(db)
    keys[language] = await keysOf(db, written)
  }

  const names = ["usual", ...languages]
  expect(keys).toEqual(Object.fromEntries(names.map((name) => [name, expected])))
})

it("each capital has the small letter that it has in JavaScript, and nothing else is changed", async () => {
  const db = await open(createMailTables())
  // Of the capitals, those that this version of Node knows.
  const letters = Array.from({ length: 0x600 - 0x80 }, (_, n) => String.fromCodePoint(n + 0x80))
  const known = [...letters, ...CAPITALS].filter(
    (letter) => letter.toLowerCase() !== letter || !CAPITALS.includes(letter)
  )
  const [{ small }] = (await db.query("SELECT mpmd_lower($1) AS small", [known.join("")])) as [
    { small: string },
  ]

  const inCode = known.map((letter) => (letter === "İ" ? "i" : letter.toLowerCase()))
  expect(small).toBe(inCode.join(""))
})

describe("in a store whose database is Turkish", () => {
  it("somebody who unsubscribed in capitals is not written to, nor somebody whose address is invalid", async () => {
    const db = await storeOf("Turkish")
    if (!db) return
    await aMember(db, { email: "info@例え.jp" })
    await aMember(db, { email: '"INFO"@shinji.example' })
    await aMember(db, { email: "mail@ŞİİR.example" })
    expect(await countAudience(db, { filter: {} })).toMatchObject({ sendable: { count: 3 } })

    await withdrawAddress(db, "INFO@例え.jp", null, { source: "link" })
    await withdrawAddress(db, "info@SHINJI.example", null, { source: "link" })
    await setFlags(db, { emails: ["MAIL@Şİİr.example"], invalid: true })

    expect(await countAudience(db, { filter: {} })).toMatchObject({
      sendable: { count: 0 },
      unsendable: { count: 3, opted_out: 2, invalid: 1 },
    })
  })

  it("a country, a currency and a language that begin with I are found", async () => {
    const db = await storeOf("Turkish")
    if (!db) return
    const rome = await aMember(db, { email: "rome@shop.example" })
    await anAddressOf(db, rome, "IT")
    await anOrder(db, { customer_id: rome, currency_code: "INR", total: 100, locale: "IT-IT", country: "IT" })
    await aMember(db, { email: "other@shop.example" })

    const wanted = [
      { countries: ["it"] },
      { orders: { total: { $gte: 1, currency_code: "inr" } } },
      { languages: ["it"] },
    ]
    for (const filter of wanted) {
      expect({ filter, ...(await countAudience(db, { filter })) }).toMatchObject({
        filter,
        sendable: { count: 1 },
      })
    }
  })

  it("an international address is found in the ledger by its beginning in capitals", async () => {
    const db = await storeOf("Turkish")
    if (!db) return
    const contentId = await seedContent(db)
    const to = "İnfoÉ@例え.jp"
    await insertSeparateDelivery(db, { kind: "single", contentId, dedupeKey: "1", to, variables: {} })

    expect((await listDeliveries(db, { q: "INFOé", limit: 5, offset: 0 })).count).toBe(1)
  })
})

describe("a Turkish store that the version before has written to", () => {
  /** What that version has on record, with keys by its own rule. */
  async function before(): Promise<Database | null> {
    const db = await storeOf("Turkish", { to: 3 })
    if (!db) return null
    await aMember(db, { id: "asked", email: "INFO@例え.jp" })
    await aMember(db, { id: "other", email: "Bilgi@例え.jp" })
    await aMember(db, { id: "plain", email: "INFO@shop.example" })
    await anOrder(db, { email: "LISTE@例え.jp", currency_code: "try" })
    const contentId = await seedContent(db)
    await db.query(
      `INSERT INTO mpmd_delivery (id, kind, dedupe_key, content_id, email, address, variables)
       SELECT 'mdlv_' || place, 'single', place, $1, email, ${normalised("email")}, '{}'
         FROM unnest(ARRAY['SHINJI@例え.jp', 'INFO@shop.example']) WITH ORDINALITY AS sent(email, place)`,
      [contentId]
    )
    for (const email of ["LISTE@例え.jp", "SHINJI@例え.jp", "SHİNJI@例え.jp"]) {
      await setFlags(db, { emails: [email], invalid: true })
    }
    await withdrawAddress(db, "INFO@例え.jp", null, { source: "link" })
    return db
  }

  const known = (db: Database) =>
    db.query("SELECT email, invalid, unsubscribed_at IS NOT NULL AS left FROM mpmd_address ORDER BY email")

  it("keeps every withdrawal and every flag, and every grant and mail its key", async () => {
    const db = await before()
    if (!db) return
    await makeMailTables(db, { from: 3 })

    const domain = domainInCode("例え.jp")
    expect(await known(db)).toEqual(
      expect.arrayContaining([
        { email: `info@${domain}`, invalid: false, left: true },
        { email: `liste@${domain}`, invalid: true, left: false },
        { email: `shinji@${domain}`, invalid: true, left: false },
      ])
    )
    const grants = await db.query("SELECT customer_id, address FROM mpmd_member ORDER BY customer_id")
    expect(grants).toContainEqual({ customer_id: "other", address: `bilgi@${domain}` })
    expect(await db.query("SELECT email, address FROM mpmd_delivery ORDER BY id")).toEqual([
      { email: "SHINJI@例え.jp", address: `shinji@${domain}` },
      { email: "INFO@shop.example", address: "info@shop.example" },
    ])
    const flags = await db.query(
      "SELECT DISTINCT email FROM mpmd_flag_event WHERE email ~ '^(liste|shinji)@'"
    )
    expect(flags).toHaveLength(2)
    expect(await db.query("SELECT to_regclass('mpmd_respelled')::text AS left")).toEqual([{ left: null }])
  })

  it("writes to nobody who unsubscribed, in whatever letters they come back", async () => {
    const db = await before()
    if (!db) return
    await makeMailTables(db, { from: 3 })
    await aMember(db, { email: "info@例え.jp", opted_in_at: "2020-01-01" })

    expect(await countAudience(db, { filter: { q: "例え" } })).toMatchObject({
      sendable: { count: 1 },
      unsendable: { opted_out: 2 },
    })
  })

  it("can go back and come again", async () => {
    const db = await before()
    if (!db) return
    await makeMailTables(db, { from: 3 })
    const record = () => db.query("SELECT email, action, created_at FROM mpmd_flag_event ORDER BY id")
    const then = [await known(db), await record()]
    await dropMailTables(db, { from: 3 })
    await makeMailTables(db, { from: 3 })
    expect([await known(db), await record()]).toEqual(then)
  })
})
