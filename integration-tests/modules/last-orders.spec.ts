/** When members last ordered: in their list, apart from it, and not at all where nobody asks. Over Medusa's real tables. */
import { listLastOrders } from "../../src/modules/mail/members/last-orders"
import { listMembers } from "../../src/modules/mail/members/list"
import type { Database } from "../../src/modules/mail/sql/database"
import { aCustomer, anOrder } from "../support/factories"
import { storeOfStories } from "../support/store-of-stories"

const scratch = storeOfStories()

/** Notes of each statement whether its plan reads orders. */
function watched(db: Database): { db: Database; readsOrders: boolean[] } {
  const readsOrders: boolean[] = []
  const query: Database["query"] = async (text, values) => {
    const plan = await db.query<{ "QUERY PLAN": string }>(`EXPLAIN ${text}`, values)
    readsOrders.push(plan.some((line) => line["QUERY PLAN"].includes('on "order"')))
    return db.query(text, values)
  }
  return { db: { ...db, query }, readsOrders }
}

async function aShop(): Promise<void> {
  const { db } = scratch
  await aCustomer(db, { id: "own", email: "own@x.jp", created_at: "2026-01-06" })
  await anOrder(db, { customer_id: "own", email: "other@x.jp", created_at: "2026-01-01" })
  await anOrder(db, { customer_id: "own", created_at: "2026-02-01" })
  await aCustomer(db, { id: "guest", email: "Guest@X.jp", created_at: "2026-01-05" })
  await anOrder(db, { email: " gUEST@x.jp", created_at: "2026-03-01" })
  await aCustomer(db, { id: "both", email: "both@x.jp", created_at: "2026-01-04" })
  await anOrder(db, { customer_id: "both", created_at: "2026-01-01" })
  await anOrder(db, { email: "BOTH@x.jp", created_at: "2026-04-01" })
  await aCustomer(db, { id: "undone", email: "undone@x.jp", created_at: "2026-01-03" })
  await anOrder(db, { customer_id: "undone", status: "canceled", canceled_at: "2026-05-01" })
  await anOrder(db, { email: "undone@x.jp", status: "draft", is_draft_order: true })
  await anOrder(db, { customer_id: "undone", deleted_at: "2026-05-01" })
  await aCustomer(db, { id: "never", email: "never@x.jp", created_at: "2026-01-02" })
  await aCustomer(db, { id: "blank", email: " ", created_at: "2026-01-01" })
  await anOrder(db, { email: "" })
}

const EVERYBODY = ["own", "guest", "both", "undone", "never", "blank"]

describe("apart from the list", () => {
  it("are told by customer and by address, as the list tells them; what was undone does not count", async () => {
    await aShop()

    const told = await listLastOrders(scratch.db, { customer_ids: EVERYBODY })
    expect(told).toEqual([
      { customer_id: "own", last_order_at: new Date("2026-02-01") },
      { customer_id: "guest", last_order_at: new Date("2026-03-01") },
      { customer_id: "both", last_order_at: new Date("2026-04-01") },
      { customer_id: "undone", last_order_at: null },
      { customer_id: "never", last_order_at: null },
      { customer_id: "blank", last_order_at: null },
    ])
    const { members } = await listMembers(scratch.db, {})
    expect(members.map(({ customer_id, last_order_at }) => ({ customer_id, last_order_at }))).toEqual(told)
  })

  it("are told of each once, in the order in which they are named, and orders are read once for all", async () => {
    await aShop()
    const { db, readsOrders } = watched(scratch.db)

    const told = await listLastOrders(db, { customer_ids: ["never", "both", "never", "own"] })
    expect(told.map(({ customer_id }) => customer_id)).toEqual(["never", "both", "own"])
    expect(readsOrders.filter(Boolean)).toHaveLength(1)
  })

  it("are not told of those who are no customers any more, and of the others all the same", async () => {
    await aCustomer(scratch.db, { id: "here" })
    await aCustomer(scratch.db, { id: "gone", deleted_at: "2026-01-01" })

    const told = await listLastOrders(scratch.db, { customer_ids: ["gone", "here", "nobody"] })
    expect(told).toEqual([{ customer_id: "here", last_order_at: null }])
  })
})

describe("a list without them", () => {
  it("reads no order, and has no key that could be taken for never", async () => {
    await aShop()
    const { db, readsOrders } = watched(scratch.db)

    const { members } = await listMembers(db, {}, { with_last_order: false })
    expect(readsOrders).not.toContain(true)
    const whole = await listMembers(db, {})
    expect(readsOrders).toContain(true)
    expect(members).toHaveLength(EVERYBODY.length)
    members.forEach((member, place) => {
      const { last_order_at } = whole.members[place]!
      expect(member).not.toHaveProperty("last_order_at")
      expect({ ...member, last_order_at }).toEqual(whole.members[place])
    })
  })

  it("is sorted and filtered by them all the same", async () => {
    await aShop()
    const options = { order: "-last_order_at", with_last_order: false } as const

    const { members, count } = await listMembers(
      scratch.db,
      { last_order_at: { $gte: "2026-03-01" } },
      options
    )
    expect([count, ...members.map(({ customer_id }) => customer_id)]).toEqual([2, "both", "guest"])
  })
})
