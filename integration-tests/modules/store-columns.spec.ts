/**
 * What of Medusa's tables our SQL names, and nothing else: all of that SQL runs over tables that have been stripped of
 * the rest, and a store whose Medusa lacks something of it is told what.
 */
import { countAudience } from "../../src/modules/mail/audience/count"
import { MEMBER_PATHS, memberVariables } from "../../src/modules/mail/audience/member-variables"
import { insertMemberDeliveries } from "../../src/modules/mail/audience/prepare"
import { missedOccurrences, refundsToTell } from "../../src/modules/mail/automatic/automatic"
import { previewRetry } from "../../src/modules/mail/mailings/retry-preview"
import { exportConsents, listConsents } from "../../src/modules/mail/members/consent-record"
import { claimAddress } from "../../src/modules/mail/members/correct-address"
import { listLastOrders } from "../../src/modules/mail/members/last-orders"
import { listMembers } from "../../src/modules/mail/members/list"
import { getConsent, setConsent, setFlags } from "../../src/modules/mail/members/set-consent"
import { listDocuments } from "../../src/modules/mail/orders/list"
import { Readiness } from "../../src/modules/mail/readiness/readiness"
import { STORE_COLUMNS } from "../../src/modules/mail/readiness/store-columns"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import { customFields } from "../../src/modules/mail/templates/custom-fields"
import { type AudienceFilter, ORDER_SOURCES } from "../../src/modules/mail/words"
import { AUTOMATIC_EVENTS } from "../../src/modules/mail/words/automatic-rules"
import { MEMBER_ORDERS } from "../../src/modules/mail/words/lists"
import type { ScratchDatabase } from "../support/database"
import { aCustomer } from "../support/factories"
import { forceState, seedMailing } from "../support/mailings"
import { createStoreTables, MIGRATING } from "../support/store-tables"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
}, MIGRATING)
afterAll(() => scratch.drop())

const LONG_AGO = { $gte: "2020-01-01" }

/** Every field of the filter. */
const FILTER: Required<AudienceFilter> = {
  q: "x",
  groups: ["cusgroup_1"],
  has_account: true,
  created_at: LONG_AGO,
  company_name: "x",
  metadata: { tier: "gold" },
  consent: ["opted_in"],
  invalid: false,
  last_order_at: LONG_AGO,
  never_ordered: true,
  sales_channels: ["sc_1"],
  bought: { product_ids: ["prod_1"], collection_ids: ["pcol_1"], since: "2020-01-01" },
  orders: { count: { $gte: 1 }, total: { $lte: 1, currency_code: "jpy" } },
  countries: ["jp"],
  languages: ["ja"],
}

async function saidOf(): Promise<string[]> {
  const said: string[] = []
  const note = (words: string) => void said.push(words)
  await new Readiness(scratch.db, { info: note, warn: note, error: note }).look()
  return said
}

/** Everything of Medusa's that is not in the list goes. */
async function strip(): Promise<void> {
  const listed = Object.entries(STORE_COLUMNS).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`)
  )
  const rest = await scratch.db.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND table_name NOT LIKE 'mpmd%'
        AND table_name || '.' || column_name <> ALL($1::text[])`,
    [listed]
  )
  const drops = rest.map(({ table, column }) =>
    table in STORE_COLUMNS
      ? `ALTER TABLE "${table}" DROP COLUMN IF EXISTS "${column}" CASCADE`
      : `DROP TABLE IF EXISTS "${table}" CASCADE`
  )
  await scratch.db.query([...new Set(drops)].join(";"))
}

it("a store that has all of it is told nothing", async () => {
  expect(await saidOf()).toEqual([])
})

it("is enough for every list, count, mailing and automatic mail", async () => {
  const { db } = scratch
  await aCustomer(db, { id: "cus_1" })
  await strip()

  await countAudience(db, { filter: FILTER })
  await countAudience(db, { filter: { never_ordered: false }, include: "not_asked" }, "notice")
  for (const order of MEMBER_ORDERS) {
    expect((await listMembers(db, {}, { order })).count).toBe(1)
  }
  await listMembers(db, FILTER)
  await listLastOrders(db, { customer_ids: ["cus_1"] })
  await countAudience(db, { filter: FILTER })
  await memberVariables(db, "cus_1", MEMBER_PATHS)
  await db.transaction((tx) =>
    insertMemberDeliveries(tx, {
      mailingId: "mling_1",
      contentId: "mcont_1",
      audience: { filter: {} },
      purpose: "notice",
      variables: MEMBER_PATHS,
      quotaMonth: null,
    })
  )
  await setConsent(db, { customer_ids: ["cus_1"], consent: "opted_in", source: "test" })
  expect(await getConsent(db, "cus_1")).toBe("opted_in")
  await setFlags(db, { customer_ids: ["cus_1"], invalid: true })
  expect((await listConsents(db, { customer_id: "cus_1", limit: 5, offset: 0 })).count).toBe(1)
  for await (const piece of exportConsents(db, "cus_1")) {
    expect(piece).toContain("cus_1")
  }
  expect(await claimAddress(db, { customer_id: "cus_1", email: "new@x.jp" })).toBe("new@x.jp")
  const retried = await seedMailing(db, { id: "mling_2", recipients: 1, kind: "order", state: "completed" })
  await forceState(db, retried, "failed")
  expect((await previewRetry(db, { monthlyQuota: null, timezone: "UTC" }, retried, ["failed"])).matched).toBe(
    1
  )
  await customFields(db, "order")
  for (const source of ORDER_SOURCES) {
    const page = { source, limit: 5, offset: 1 }
    await listDocuments(db, page)
    await listDocuments(db, { ...page, order: "-number" })
    await listDocuments(db, { ...page, q: "1", created_at: LONG_AGO, status: ["pending"] })
    await listDocuments(db, {
      ...page,
      q: "x",
      fulfillment_status: ["shipped"],
      payment_status: ["captured"],
    })
  }
  for (const event of AUTOMATIC_EVENTS) {
    await updateSettings(db, {
      automatic: { [event]: { enabled: true, template_id: "mtpl_1", since: "2020-01-01T00:00:00Z" } },
    })
    expect(await missedOccurrences(db, event, { thorough: true })).toEqual([])
  }
  await updateSettings(db, {
    automatic: { payment_refunded: { enabled: true, template_id: "mtpl_1", since: "2020-01-01T00:00:00Z" } },
  })
  expect(await refundsToTell(db, "pay_1")).toEqual([])
})

it("a store that lacks some of it is told what, in one sentence", async () => {
  await scratch.db.query("ALTER TABLE customer RENAME COLUMN company_name TO company")
  await scratch.db.query("DROP TABLE refund CASCADE")

  const [sentence, ...rest] = await saidOf()
  expect(rest).toEqual([])
  expect(sentence).toContain(" lacks customer.company_name, refund, which ")
  expect(sentence).toContain("npx medusa db:migrate")
})
