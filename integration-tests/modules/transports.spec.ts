/** Several transports at once: which mail leaves by which, as whom, and that none waits for another. */
import { exportDeliveries } from "../../src/modules/mail/deliveries/export"
import { sendNotification } from "../../src/modules/mail/deliveries/notification"
import { resendDelivery } from "../../src/modules/mail/deliveries/resend"
import { sendSingleMail, type SingleMailInput } from "../../src/modules/mail/deliveries/single"
import type { Tally } from "../../src/modules/mail/dispatch/tally"
import { mailFlow } from "../../src/modules/mail/health/flow"
import { cancelMailing, pauseMailing, resumeMailing } from "../../src/modules/mail/mailings/control"
import { retryMailing } from "../../src/modules/mail/mailings/retry"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import { warnOfTransports } from "../../src/modules/mail/transports/at-boot"
import { startEngine, until } from "../support/engine"
import { answer, startMailApi } from "../support/mail-api-server"
import { countersOf, seedMailing } from "../support/mailings"
import { untilCompleted } from "../support/outcomes"
import { withSending } from "../support/sending-place"
import { type Received, type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { standingUntil } from "../support/standing"
import { orderOf, parsed, preparedOrderMailing, seedShopA, twoShops } from "../support/two-shops"

jest.setTimeout(120_000)

const place = withSending()
const standing = standingUntil(afterAll)
let serverB: SmtpServer

beforeAll(async () => {
  serverB = standing.add(await startSmtpServer(), () => serverB.stop())
  // Of the store's own tables as much as is asked of them here.
  await place.scratch.db.query(`
    CREATE TABLE customer (id text, email text, has_account boolean, deleted_at timestamptz);
    CREATE TABLE sales_channel (id text, deleted_at timestamptz);
    INSERT INTO sales_channel VALUES ('sc_b');
    CREATE TABLE "order" (id text, sales_channel_id text, email text, deleted_at timestamptz);
    INSERT INTO "order" VALUES ('order_of_b', 'sc_b', 'b@x.test'), ('order_of_a', 'sc_a', 'a@x.test')`)
})
beforeEach(() => seedShopA(place.scratch.db))
afterEach(async () => {
  serverB.reset()
  await place.scratch.db.query("TRUNCATE mpmd_delivery, mpmd_outage, mpmd_claim, mpmd_quota_entry")
  await place.scratch.db.query("UPDATE mpmd_mailing SET total = 0, next_position = 1")
  await place.scratch.db.query("UPDATE mpmd_rate SET slowed_to = NULL, slowed_at = NULL")
})

const db = () => place.scratch.db
const options = (changes: object = {}) => parsed(place.server.url, twoShops(serverB.url, changes))
const start = (changes: object = {}, more: object = {}) =>
  place.start({ ...twoShops(serverB.url, changes), ...more })

/** Orders 1, 2, 3 …, each of the shop that a letter names. */
const ordersOf = (shops: string) =>
  [...shops].map((shop, index) => orderOf(index + 1, shop === "b" ? "sc_b" : "sc_a"))

/** The numbers of the orders whose mails arrived. */
const recipients = ({ received }: SmtpServer) =>
  received
    .flatMap(({ to }) => (to[0]!.endsWith("@x.test") ? Number.parseInt(to[0]!, 10) : []))
    .sort((one, other) => one - other)

async function waysOf(mailing: string): Promise<(string | null)[]> {
  const rows = await db().query<{ transport: string | null }>(
    "SELECT transport FROM mpmd_delivery WHERE mailing_id = $1 ORDER BY position",
    [mailing]
  )
  return rows.map(({ transport }) => transport)
}

function headOf({ bytes }: Received): string {
  return bytes
    .toString("latin1")
    .split("\r\n\r\n", 1)[0]!
    .replace(/\r\n[ \t]+/g, " ")
}

describe("an order mailing with orders of two sales channels", () => {
  it("leaves over two servers, each mail as its own shop's, and each remembers which way it went", async () => {
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("aabab"))
    start()
    await untilCompleted(db(), mailing, 30_000)

    expect(recipients(place.server)).toEqual([1, 2, 4])
    expect(recipients(serverB)).toEqual([3, 5])
    const [a, b] = [headOf(place.server.received[0]!), headOf(serverB.received[0]!)]
    expect(a).toMatch(/^From: "?Shop A"? <hello@shop-a\.test>/m)
    expect(a).toMatch(/^Reply-To: <answers@shop-a\.test>/m)
    expect(a).toMatch(/^DKIM-Signature: .*d=shop-a\.test/m)
    expect(a).toMatch(/^Message-ID: <\S+@shop-a\.test>/m)
    expect(b).toMatch(/^From: "?Shop B"? <hello@shop-b\.test>/m)
    expect(b).toMatch(/^Reply-To: <answers@shop-b\.test>/m)
    expect(b).toMatch(/^DKIM-Signature: .*d=shop-b\.test/m)
    expect(b).toMatch(/^Message-ID: <\S+@shop-b\.test>/m)
    expect(serverB.received[0]!.from).toBe("hello@shop-b.test")
    expect(await waysOf(mailing)).toEqual([null, null, "shop-b", null, "shop-b"])
    expect(await countersOf(db(), mailing)).toMatchObject({ total: 5, sent: 5, pending: 0 })
    const csv: string[] = []
    for await (const piece of exportDeliveries(db(), mailing)) csv.push(piece)
    expect(csv.join("").match(/,shop-b\r?$/gm)).toHaveLength(2)
  })

  it("a sender and a reply-to of the mailing's own hold over both", async () => {
    const own = { sender_name: "Spring", reply_to: "spring@shop-a.test" }
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("ab"), own)
    start()
    await untilCompleted(db(), mailing, 30_000)

    expect(headOf(place.server.received[0]!)).toMatch(/^From: "?Spring"? <hello@shop-a\.test>/m)
    expect(headOf(serverB.received[0]!)).toMatch(/^From: "?Spring"? <hello@shop-b\.test>/m)
    expect(headOf(serverB.received[0]!)).toMatch(/^Reply-To: <spring@shop-a\.test>/m)
  })

  it("goes by the positions of the larger part, over however long a stretch of the other", async () => {
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("a".repeat(250) + "b".repeat(350)))
    const [row] = await db().query("SELECT transport FROM mpmd_mailing WHERE id = $1", [mailing])
    expect(row).toEqual({ transport: "shop-b" })
    // It looks at nothing by itself for a minute: what is not found at once is not found.
    start({}, { pollSeconds: 60 })
    await untilCompleted(db(), mailing, 30_000)

    expect(recipients(place.server)).toHaveLength(250)
    expect(recipients(serverB)).toHaveLength(350)
    expect(await countersOf(db(), mailing)).toMatchObject({ sent: 600, pending: 0 })
  })

  it("while one server is away the other goes on, the rest waits, and who is told hears which it is", async () => {
    serverB.script({ at: "greeting", reply: "421 4.3.2 not now" })
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("ababa"))
    const { events } = start()
    await until("the first shop's are sent", () => recipients(place.server).length === 3)
    await until("it is told", () => events.some(({ name }) => name === "mail-delivery.transport_paused"))

    expect(events.find(({ name }) => name === "mail-delivery.transport_paused")!.data).toMatchObject({
      transport: "shop-b",
    })
    expect(await mailFlow(db())).toMatchObject({
      status: "outage",
      outages: [{ transport: "shop-b", since: expect.any(Date) }],
    })
    // What is asked for now passes what waits for the other server.
    await ask({ sales_channel_id: "sc_a" })
    await until("it is sent", () => place.server.received.length === 4)
    expect(serverB.received).toEqual([])
    expect((await countersOf(db(), mailing)).sent).toBe(3)

    serverB.behave()
    await untilCompleted(db(), mailing, 30_000)
    expect(recipients(serverB)).toEqual([2, 4])
    await until("it is told that it goes on", () =>
      events.some(
        ({ name, data }) => name === "mail-delivery.transport_resumed" && data.transport === "shop-b"
      )
    )
  })

  it("while the store's own server hangs, a new mailing of the other is prepared, sent and completed", async () => {
    place.server.script({ at: "final", silent: true })
    start({}, { smtpTimeoutSeconds: 60, drainSeconds: 0.5, connections: 1 })
    const stuck = await preparedOrderMailing(db(), options(), ordersOf("a".repeat(300)))
    await until("it hangs", () => place.server.connections().open > 0)

    const mailing = await preparedOrderMailing(db(), options(), ordersOf("bbb"))
    await untilCompleted(db(), mailing, 30_000)
    expect((await countersOf(db(), stuck)).sent).toBe(0)
  })

  it("paused, nothing of either way leaves; resumed, both go on", async () => {
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("aabb"))
    await pauseMailing(db(), mailing, "a story")
    start()
    await ask({})
    await ask({ transport: "shop-b" })
    await until("other mail leaves", () => place.server.received.length + serverB.received.length === 2)
    expect([...recipients(place.server), ...recipients(serverB)]).toEqual([])

    await resumeMailing(db(), mailing)
    await untilCompleted(db(), mailing, 30_000)
    expect(recipients(place.server)).toEqual([1, 2])
    expect(recipients(serverB)).toEqual([3, 4])
  })

  it("cancelled, nothing more of either way is sent, and it comes to its end", async () => {
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("abab"))
    await pauseMailing(db(), mailing, "a story")
    await cancelMailing(db(), mailing)
    start()
    const isOver = async () =>
      (await db().query("SELECT FROM mpmd_mailing WHERE id = $1 AND completed_at IS NOT NULL", [mailing]))
        .length > 0
    await until("it has come to its end", isOver)

    expect(await countersOf(db(), mailing)).toMatchObject({ total: 4, pending: 0, skipped: 4, deferred: 0 })
    expect([...place.server.received, ...serverB.received]).toEqual([])
  })
})

let asked = 0
const ask = (changes: Partial<SingleMailInput>) =>
  sendSingleMail(db(), options(), {
    to: `${(asked += 1)}@single.test`,
    content: { subject: "A word", body: "From {{ store.name }}.", format: "text", include_signature: false },
    idempotency_key: `story:${asked}`,
    ...changes,
  })

describe("a single mail", () => {
  it.each([
    [{ transport: "shop-b" }, "shop-b"],
    [{ sales_channel_id: "sc_b" }, "shop-b"],
    [{ order_id: "order_of_b" }, "shop-b"],
    [{ order_id: "order_of_b", transport: "default" }, null],
    [{ order_id: "order_of_a" }, null],
    [{}, null],
  ])("asked for with %j leaves by %s", async (changes, transport) => {
    const { id } = await ask(changes)
    start()
    const [here, elsewhere] = transport ? [serverB, place.server] : [place.server, serverB]
    await until("it is here", () => here.received.some(({ deliveryId }) => deliveryId === id))

    expect(elsewhere.received).toEqual([])
    expect(here.received[0]!.bytes.toString()).toContain(transport ? "From Shop B." : "From Shop A.")
    const [row] = await db().query("SELECT transport FROM mpmd_delivery WHERE id = $1", [id])
    expect(row).toEqual({ transport })
  })

  it("leaves by an API too, as the sender that this transport has", async () => {
    const service = standing.add(
      await startMailApi((response) =>
        answer(response, 200, { ErrorCode: 0, Message: "OK", MessageID: "b7bc" })
      ),
      (made) => made.stop()
    )
    const byApi = { smtpUrl: undefined, api: { service: "postmark", key: "key", url: service.url } }
    const { id } = await ask({ transport: "shop-b" })
    start(byApi)
    const sent = "SELECT FROM mpmd_delivery WHERE id = $1 AND state = 'sent' AND transport = 'shop-b'"
    await until("it is on record", async () => (await db().query(sent, [id])).length > 0)

    expect(service.calls.map(({ body }) => body.From)).toEqual(['"Shop B" <hello@shop-b.test>'])
    expect([...place.server.received, ...serverB.received]).toEqual([])
  })

  it("that names no transport that there is, is refused by the field's name", async () => {
    await expect(ask({ transport: "shop-c" })).rejects.toThrow(
      "transport: names no transport of the options: there are default, shop-b"
    )
  })

  it("of Medusa's own notifications goes the same ways", async () => {
    const content = { subject: "Shipped", text: "On its way." }
    const of = (id: string, more: object) =>
      sendNotification(db(), options(), { id, to: `${id}@single.test`, template: "", content, ...more })
    await of("n1", { resource_type: "order", resource_id: "order_of_b" })
    await of("n2", { provider_data: { transport: "shop-b" } })
    await of("n3", {})
    start()
    await until("all are here", () => serverB.received.length === 2 && place.server.received.length === 1)
    expect(headOf(serverB.received[0]!)).toMatch(/^From: "?Shop B"? <hello@shop-b\.test>/m)

    const fromA = { from: "hello@shop-a.test", provider_data: { transport: "shop-b" } }
    await expect(of("n4", fromA)).rejects.toThrow(
      "from: this mail leaves from hello@shop-b.test alone (the transport shop-b); leave from out"
    )
  })

  it("sent once more leaves as it did, and by the store's own if its transport is gone", async () => {
    const { id } = await ask({ transport: "shop-b" })
    const { engine } = start()
    const isSent = async (delivery: string) =>
      (await db().query("SELECT FROM mpmd_delivery WHERE id = $1 AND state = 'sent'", [delivery])).length > 0
    await until("it is sent", () => isSent(id))
    await db().query("UPDATE mpmd_delivery SET created_at = now() - interval '1 hour'")
    const again = await resendDelivery(db(), id, null, options().transports)
    await until("it is sent again", () => isSent(again.id))
    expect(serverB.received).toHaveLength(2)
    await engine.stop()

    await db().query("UPDATE mpmd_delivery SET created_at = now() - interval '1 hour'")
    const last = await resendDelivery(db(), id, null, [])
    place.start()
    await until("it is sent elsewhere", () => isSent(last.id))
    expect(place.server.received).toHaveLength(1)
  })
})

it("where the sender's domain is the other shop's, all mail that names no sales channel is its", async () => {
  await updateSettings(db(), { sender_address: "hello@Shop-B.test" })
  const { id } = await ask({})
  start()
  await until("it is here", () => serverB.received.length === 1)
  expect(serverB.received[0]!.deliveryId).toBe(id)
})

describe("each has its own", () => {
  it("connections", async () => {
    for (const server of [place.server, serverB]) server.script({ at: "final", delayMs: 20 })
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("ab".repeat(40)))
    start({ connections: 1 }, { connections: 4 })
    await untilCompleted(db(), mailing, 30_000)
    expect(place.server.connections().total).toBeGreaterThan(1)
    expect(serverB.connections().total).toBe(1)
  })

  it("limit of what its server takes in a second", async () => {
    serverB.script({
      at: "mail",
      reply: "454 4.7.0 Throttling failure: Maximum sending rate exceeded",
      times: 2,
    })
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("abab"))
    const { events } = start()
    await untilCompleted(db(), mailing, 60_000)
    const rows = await db().query("SELECT id, slowed_to IS NOT NULL AS slowed FROM mpmd_rate ORDER BY id")
    expect(rows).toEqual([
      { id: "rate", slowed: false },
      { id: "rate@shop-b", slowed: true },
    ])
    const limits = events.filter(({ name }) => name === "mail-delivery.server_limits")
    expect(limits.map(({ data }) => [data.limit, data.transport])).toEqual([["rate", "shop-b"]])
  })
})

describe("a transport that the options do not have any more", () => {
  it.each([
    ["and there is no other one", {}],
    [
      "and there is another one",
      { transports: [{ name: "shop-c", smtpUrl: "smtp://127.0.0.1:1", salesChannels: ["sc_c"] }] },
    ],
  ])("leaves its mail to the store's own, which is what stands on record then: %s", async (_, others) => {
    const mailing = await preparedOrderMailing(db(), options(), ordersOf("abbbb"))
    const { id } = await ask({ transport: "shop-b" })
    expect(await waysOf(mailing)).toContain("shop-b")
    place.start(others)
    await untilCompleted(db(), mailing, 30_000)
    await until("the single mail is here too", () =>
      place.server.received.some((mail) => mail.deliveryId === id)
    )

    expect(place.server.received).toHaveLength(6)
    expect(await waysOf(mailing)).toEqual([null, null, null, null, null])
  })
})

it("what does not go with the database is said at boot, and nothing where all does", async () => {
  const said: string[] = []
  const logger = { warn: (words: string) => void said.push(words) }
  await warnOfTransports(db(), options().transports, logger)
  expect(said).toEqual([])

  await preparedOrderMailing(db(), options(), ordersOf("abb"))
  await ask({ transport: "shop-b" })
  await warnOfTransports(
    db(),
    options({ name: "shop-c", salesChannels: ["sc_b", "sc_c"] }).transports,
    logger
  )
  expect(said).toEqual([
    "mail: transports: shop-c is for the sales channel sc_c, which the store does not have",
    expect.stringMatching(
      /^mail: transports: mail waits that names shop-b, which is not among them any more: /
    ),
  ])
})

it("what was retried leaves by the way that it failed on", async () => {
  serverB.script({ at: "rcpt", reply: "550 5.1.1 no such user" })
  const mailing = await preparedOrderMailing(db(), options(), ordersOf("aab"))
  start()
  await untilCompleted(db(), mailing, 30_000)
  expect(await countersOf(db(), mailing)).toMatchObject({ sent: 2, failed: 1 })
  await db().query(`INSERT INTO "order" (id, email) VALUES ('order_00003', '3@x.test')`)

  serverB.behave()
  await retryMailing(db(), options(), mailing, ["failed"], null)
  await until("it is sent", () => serverB.received.length === 1)
  expect(recipients(serverB)).toEqual([3])
})

it("figures say of which they are", async () => {
  const tallies: Tally[] = []
  const all = { ...twoShops(serverB.url), metrics: true }
  const { engine } = startEngine(db(), place.server.url, all, null, (tally) => void tallies.push(tally))
  await ask({ transport: "shop-b" })
  await ask({})
  await until("both are here", () => place.server.received.length + serverB.received.length === 2)
  await engine.stop()

  expect(tallies.map(({ transport }) => transport).sort()).toEqual(["default", "shop-b"])
})

it("a mailing that names none goes as ever", async () => {
  const mailing = await seedMailing(db(), { recipients: 150, contentId: place.contentId })
  start()
  await untilCompleted(db(), mailing, 30_000)
  expect(place.server.received).toHaveLength(150)
  expect(serverB.received).toEqual([])
})
