/** What the admin's pages ask for, in a store of many members: nobody should wait a second for any of it. */
import { startShop } from "../integration-tests/support/demo-shop"
import { say } from "./report"
import type { Benchmark } from "./settings"

const MEMBERS = 100_000
const TIMES = 10

/** When their people last ordered is asked for afterwards. */
const MEMBER_LISTS = [
  "limit=20",
  "offset=99000",
  "order=-last_order_at",
  "q=yamada",
  "q=nobody-of-this-name",
  "consent=opted_in&has_account=true&never_ordered=true",
  "invalid=true",
].map((query) => `/members?${query}&fields=-last_order_at`)

const LISTS = [
  ...MEMBER_LISTS,
  "/mailings",
  "/deliveries?limit=20",
  "/failures",
  "/activity",
  "/quota",
  "/templates",
  "/documents?source=order",
  "/documents?source=fulfillment",
]

const AUDIENCES = [
  {},
  { q: "yamada" },
  { consent: ["not_asked"] },
  { last_order_at: { $gte: "2026-01-01T00:00:00Z" } },
]

/** Those who get the mail, a common reason, shared addresses, and what may be nobody's. */
const PEOPLE = [
  {},
  { reason: "not_asked" },
  { reason: "duplicate_address" },
  { reason: "complained" },
  { q: "nobody-of-this-name" },
]

export const pages: Benchmark = async (_settings, report) => {
  say(`pages: ${MEMBERS} members, the slowest of ${TIMES}`)
  const shop = await startShop({
    members: MEMBERS,
    env: { DISABLE_MEDUSA_ADMIN: "true", MAIL_MONTHLY_QUOTA: "" },
  })
  try {
    const draft = { subject: "News", body: "Dear {{ member.name }}", format: "text", include_signature: true }
    const { mailing } = await shop.api.post<{ mailing: { id: string } }>("/mailings", {
      kind: "member",
      content: draft,
      audience: { filter: { q: "yamada" } },
    })
    await shop.api.post(`/mailings/${mailing.id}/send`, { grace: 0 })
    const { members } = await shop.api.get<{ members: { customer_id: string }[] }>(MEMBER_LISTS[0]!)
    const shown = members.map(({ customer_id }) => customer_id).join(",")
    const questions = [
      ...LISTS.map((route) => ({ name: `GET ${route}`, ask: () => shop.api.get(route) })),
      {
        name: "GET /members/last-orders of a page",
        ask: () => shop.api.get(`/members/last-orders?customer_ids=${shown}`),
      },
      ...AUDIENCES.map((filter) => ({
        name: `POST /audience ${JSON.stringify(filter)}`,
        ask: () => shop.api.post("/audience", { audience: { filter } }),
      })),
      ...PEOPLE.map((who) => ({
        name: `POST /audience/people ${JSON.stringify(who)}`,
        ask: () => shop.api.post("/audience/people", { audience: { filter: {} }, ...who }),
      })),
    ]
    for (const { name, ask } of questions) {
      const slowest = await slowestOf(ask)
      report({ bench: "pages", subject: name, value: Math.round(slowest), unit: "ms" })
    }
  } finally {
    await shop.stop()
  }
}

/** The first one counts too: people ask with caches as cold as they are. */
async function slowestOf(ask: () => Promise<unknown>): Promise<number> {
  let slowest = 0
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now()
    await ask()
    slowest = Math.max(slowest, performance.now() - start)
  }
  return slowest
}
