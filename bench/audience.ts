/**
 * Counting and freezing audiences of a large store, each against the plainest SQL that finds the same people:
 * what do the rule, its reasons and the filters cost beyond reading the rows?
 *
 * Times depend on the machine; the ratio is the figure.
 */
import { createStoreTables } from "../integration-tests/support/store-tables"
import { countAudience } from "../src/modules/mail/audience/count"
import { insertMemberDeliveries } from "../src/modules/mail/audience/prepare"
import { listLastOrders } from "../src/modules/mail/members/last-orders"
import { listMembers } from "../src/modules/mail/members/list"
import type { Database } from "../src/modules/mail/sql/database"
import type { AudienceFilter } from "../src/modules/mail/words"
import { fillStore } from "./fill-store"
import {
  plainCount,
  plainLastOrders,
  plainMembers,
  plainPrepare,
  withCountry,
  withLanguage,
  withOrders,
  withOrdersHaving,
} from "./plain-audience"
import { median, ratioOf, say } from "./report"
import type { Benchmark } from "./settings"

/** One question, asked in both ways; both answer with how many people they found. */
interface Subject {
  name: string
  ours(db: Database): Promise<number>
  plain(db: Database): Promise<number>
}

/** Undoes what was inserted, so that each run finds the same store. */
class Undo extends Error {}

async function undone(db: Database, work: (tx: Database) => Promise<number>): Promise<number> {
  let answer = 0
  const attempt = db.transaction(async (tx) => {
    answer = await work(tx)
    throw new Undo()
  })
  await attempt.catch((error: unknown) => {
    if (!(error instanceof Undo)) {
      throw error
    }
  })
  return answer
}

function counting(name: string, filter: AudienceFilter, where = ""): Subject {
  return {
    name: `count: ${name}`,
    ours: async (db) => (await countAudience(db, { filter })).sendable.count,
    plain: (db) => plainCount(db, where),
  }
}

/** Of those who order: the newest customers of this store never did. */
const TWENTY = Array.from({ length: 20 }, (_, index) => `cus_${String(index + 1).padStart(10, "0")}`)

const SUBJECTS: Subject[] = [
  counting("everyone who opted in", {}),
  counting(
    "one group, with a metadata key",
    { groups: ["cusgroup_3"], metadata: { tier: "gold" } },
    `AND c.metadata @> '{"tier": "gold"}' AND c.id IN (SELECT customer_id FROM customer_group_customer
       WHERE customer_group_id = 'cusgroup_3')`
  ),
  counting(
    "found by a word",
    { q: "shop123" },
    "AND (c.email ILIKE '%shop123%' OR c.first_name ILIKE '%shop123%' OR c.last_name ILIKE '%shop123%' " +
      "OR c.company_name ILIKE '%shop123%' OR c.phone ILIKE '%shop123%')"
  ),
  counting(
    "never ordered",
    { never_ordered: true },
    `AND NOT EXISTS (SELECT FROM "order" o WHERE o.customer_id = c.id AND NOT o.is_draft_order
       AND o.canceled_at IS NULL)
     AND NOT EXISTS (SELECT FROM "order" o WHERE lower(btrim(o.email)) = lower(btrim(c.email))
       AND NOT o.is_draft_order AND o.canceled_at IS NULL)`
  ),
  counting(
    "ordered in a sales channel",
    { sales_channels: ["sc_1"] },
    withOrders("o.sales_channel_id = 'sc_1'")
  ),
  counting(
    "bought a product since a day",
    { bought: { product_ids: ["prod_14"], since: "2024-01-01" } },
    withOrders(
      "l.product_id = 'prod_14' AND o.created_at >= '2024-01-01'",
      "JOIN order_item i ON i.order_id = o.id JOIN order_line_item l ON l.id = i.item_id"
    )
  ),
  counting(
    "bought of a collection",
    { bought: { collection_ids: ["pcol_3"] } },
    withOrders(
      "product.collection_id = 'pcol_3'",
      "JOIN order_item i ON i.order_id = o.id JOIN order_line_item l ON l.id = i.item_id " +
        "JOIN product ON product.id = l.product_id"
    )
  ),
  counting("two orders or more", { orders: { count: { $gte: 2 } } }, withOrdersHaving("count(*) >= 2")),
  counting(
    "orders of 20,000 yen or more",
    { orders: { total: { $gte: 20_000, currency_code: "jpy" } } },
    withOrdersHaving("sum((s.totals->>'current_order_total')::numeric) >= 20000")
  ),
  counting("in a country", { countries: ["fr"] }, withCountry("fr")),
  counting("of a language", { languages: ["ja"] }, withLanguage("ja")),
  {
    name: "count: those never asked too",
    ours: async (db) => (await countAudience(db, { filter: {}, include: "not_asked" })).sendable.count,
    plain: (db) => plainCount(db, "", "LEFT JOIN"),
  },
  {
    name: "freeze: everyone who opted in",
    ours: (db) =>
      undone(db, async (tx) => {
        const { inserted } = await insertMemberDeliveries(tx, {
          mailingId: "mling_bench",
          contentId: "mcont_bench",
          audience: { filter: {} },
          purpose: "marketing",
          variables: ["member.name"],
          quotaMonth: "2026-11",
        })
        return inserted
      }),
    plain: (db) => undone(db, plainPrepare),
  },
  {
    name: "members: a page of the newest",
    // As the admin asks for it.
    ours: async (db) => (await listMembers(db, {}, { with_last_order: false })).count,
    plain: plainMembers,
  },
  {
    name: "members: when the twenty of a page last ordered",
    ours: async (db) => {
      const told = await listLastOrders(db, { customer_ids: TWENTY })
      return told.filter(({ last_order_at }) => last_order_at).length
    },
    plain: (db) => plainLastOrders(db, TWENTY),
  },
]

async function timed(work: () => Promise<number>): Promise<{ answer: number; ms: number }> {
  const start = performance.now()
  const answer = await work()
  return { answer, ms: performance.now() - start }
}

/** Both ways take turns, so that a busy machine slows both. */
async function compare(db: Database, subject: Subject, runs: number) {
  const [ours, plain]: [number[], number[]] = [[], []]
  for (let run = 0; run < runs; run += 1) {
    const one = await timed(() => subject.ours(db))
    const other = await timed(() => subject.plain(db))
    if (one.answer !== other.answer) {
      throw new Error(`${subject.name}: ours found ${one.answer}, plain SQL ${other.answer}`)
    }
    ours.push(one.ms)
    plain.push(other.ms)
  }
  return { ours: median(ours), plain: median(plain) }
}

/** A database that answers with the plan and the times of each statement. */
function explaining(db: Database, print: (line: string) => void): Database {
  return {
    query: async (text, values) => {
      const plan = await db.query<{ "QUERY PLAN": string }>(`EXPLAIN (ANALYZE, BUFFERS) ${text}`, values)
      plan.forEach((row) => print(row["QUERY PLAN"].slice(0, 160)))
      return [{ count: 0 }] as never
    },
    transaction: (work) => db.transaction((tx) => work(explaining(tx, print))),
  }
}

/** One line for each question; with `--plans` also how PostgreSQL answers ours. */
export const audience: Benchmark = async (settings, report) => {
  const { customers, orders, runs, plans } = settings.store
  const { only } = settings
  say(`audience: ${customers} customers, ${orders} orders`)
  const store = await createStoreTables()
  try {
    await fillStore(store.db, { customers, orders })
    const isAsked = ({ name }: Subject) => !only.length || only.some((word) => name.includes(word))
    for (const subject of SUBJECTS.filter(isAsked)) {
      const { ours, plain } = await compare(store.db, subject, runs)
      report({
        bench: "audience",
        subject: subject.name,
        value: Math.round(ours),
        unit: "ms",
        ratio: ratioOf(ours, plain),
        note: `plain SQL: ${Math.round(plain)} ms`,
      })
      if (plans) {
        await subject.ours(explaining(store.db, say))
      }
    }
  } finally {
    await store.drop()
  }
}
