/** The engine sends what is due over real SMTP, and every recipient's outcome is on record. */
import { claimDue } from "../../src/modules/mail/deliveries/claim"
import { LANE } from "../../src/modules/mail/deliveries/lanes"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { pauseMailing, resumeMailing } from "../../src/modules/mail/mailings/control"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import type { Database } from "../../src/modules/mail/sql/database"
import type { DeliveryState } from "../../src/modules/mail/words"
import { startEngine, until } from "../support/engine"
import { countersOf, isHeld, seedMailing } from "../support/mailings"
import { withSending } from "../support/sending-place"
import { startSmtpServer } from "../support/smtp-server"

jest.setTimeout(30_000)

const place = withSending()

const completed = (mailing: string) => async () =>
  (await getMailing(place.scratch.db, mailing)).state === "completed"

async function deliveries(mailing: string) {
  return place.scratch.db.query<{
    id: string
    email: string
    state: DeliveryState
    reason: string
    response: string
  }>("SELECT * FROM mpmd_delivery WHERE mailing_id = $1 ORDER BY position", [mailing])
}

it("sends a mailing to its end: each recipient once, with their own name, and the books are right", async () => {
  const mailing = await seedMailing(place.scratch.db, { recipients: 500, contentId: place.contentId })
  const { events, errors } = place.start()

  await until("the mailing is completed", completed(mailing))

  expect(place.server.received).toHaveLength(500)
  expect(new Set(place.server.received.map((mail) => mail.deliveryId)).size).toBe(500)
  const seventh = place.server.received.find((mail) => mail.to[0] === "7@x.test")!
  expect(seventh.bytes.toString()).toMatch(/^Subject: News for N7\r$/m)
  expect(seventh.bytes.toString()).toContain("Dear N7,")
  expect(seventh.messageId).toBe(`<${seventh.deliveryId}@shop.test>`)
  expect(await countersOf(place.scratch.db, mailing)).toMatchObject({
    total: 500,
    sent: 500,
    pending: 0,
    used: 500,
    reserved: 0,
  })
  expect(events.map((event) => event.name)).toEqual([
    "mail-delivery.mailing_first_pass_done",
    "mail-delivery.mailing_completed",
  ])
  expect(errors).toEqual([])
})

it("keeps the server's own words with every refusal, and sends to the others", async () => {
  place.server.script({ to: "2@x.test", at: "rcpt", reply: "550 5.1.1 <2@x.test>: User unknown" })
  const mailing = await seedMailing(place.scratch.db, { recipients: 3, contentId: place.contentId })
  place.start()

  await until("the mailing is completed", completed(mailing))

  const [first, second, third] = await deliveries(mailing)
  expect([first!.state, second!.state, third!.state]).toEqual(["sent", "failed", "sent"])
  expect(second).toMatchObject({ reason: "address_invalid", smtp_code: 550, smtp_enhanced: "5.1.1" })
  expect(second!.response).toContain("User unknown")
  expect(await countersOf(place.scratch.db, mailing)).toMatchObject({
    sent: 2,
    failed: 1,
    used: 2,
    reserved: 0,
  })
})

it("tries a deferred mail again with the same Message-ID, and tells the end of the first pass before", async () => {
  place.server.script({ to: "1@x.test", at: "rcpt", reply: "450 4.2.1 try later", times: 2 })
  const mailing = await seedMailing(place.scratch.db, { recipients: 2, contentId: place.contentId })
  const { events } = place.start({ retrySeconds: [0.3] })

  await until("the mailing is completed", completed(mailing))

  expect((await deliveries(mailing)).map((delivery) => delivery.state)).toEqual(["sent", "sent"])
  expect(place.server.received.filter((mail) => mail.to[0] === "1@x.test")).toHaveLength(1)
  expect(events.map((event) => event.name)).toEqual([
    "mail-delivery.mailing_first_pass_done",
    "mail-delivery.mailing_completed",
  ])
  const noted = await place.scratch.db.query(
    "SELECT to_state FROM mpmd_delivery_event e JOIN mpmd_delivery d ON d.id = e.delivery_id WHERE d.mailing_id = $1",
    [mailing]
  )
  expect(noted).toEqual([{ to_state: "deferred" }, { to_state: "deferred" }])
})

it("gives up a mail that is deferred for too long", async () => {
  place.server.script({ to: "1@x.test", at: "rcpt", reply: "450 4.2.1 try later" })
  const mailing = await seedMailing(place.scratch.db, { recipients: 1, contentId: place.contentId })
  place.start({ retrySeconds: [0.1], giveUpAfterHours: 0.5 / 3600 })

  await until("the mailing is completed", completed(mailing))

  expect((await deliveries(mailing))[0]).toMatchObject({ state: "failed", reason: "transient" })
})

it.each(["mail", "rcpt", "data"] as const)(
  "sends again what was lost at %s: the server cannot have it",
  async (at) => {
    place.server.script({ to: "1@x.test", at, drop: true, times: 1 })
    const mailing = await seedMailing(place.scratch.db, { recipients: 2, contentId: place.contentId })
    place.start()

    await until("the mailing is completed", completed(mailing))

    expect((await deliveries(mailing)).map((delivery) => delivery.state)).toEqual(["sent", "sent"])
    expect(place.server.received.filter((mail) => mail.to[0] === "1@x.test")).toHaveLength(1)
  }
)

it.each([
  ["lost after the final dot", { drop: true }],
  ["met with silence after the final dot", { silent: true }],
])("holds a mail that was %s: nobody can know, so a person decides", async (_, misbehaviour) => {
  place.server.script({ to: "1@x.test", at: "final", ...misbehaviour })
  const mailing = await seedMailing(place.scratch.db, { recipients: 2, contentId: place.contentId })
  place.start({ smtpTimeoutSeconds: 1 })

  await until("the mailing is completed", completed(mailing))

  expect((await deliveries(mailing)).map((delivery) => delivery.state)).toEqual(["uncertain", "sent"])
  expect(await countersOf(place.scratch.db, mailing)).toMatchObject({
    uncertain: 1,
    sent: 1,
    used: 2,
    reserved: 0,
  })
})

it("stops the mailing when the server refuses the sender, and blames nobody's address", async () => {
  place.server.script({ at: "mail", reply: "550 5.1.8 Sender address rejected: Domain not found" })
  const mailing = await seedMailing(place.scratch.db, { recipients: 500, contentId: place.contentId })
  const { events } = place.start({ connections: 2 })

  await until(
    "the mailing is paused",
    async () => (await getMailing(place.scratch.db, mailing)).state === "paused"
  )
  await until("nothing is on a connection", async () => !(await isHeld(place.scratch.db, mailing)))

  const { pause_reason } = await getMailing(place.scratch.db, mailing)
  expect(pause_reason).toContain("Sender address rejected")
  expect((await countersOf(place.scratch.db, mailing)).failed).toBeLessThan(150)
  expect(events.filter((event) => event.name === "mail-delivery.mailing_paused")).toHaveLength(1)
})

it("waits while the server is away, and goes on by itself when it is back", async () => {
  const { port } = place.server
  await place.server.stop()
  const mailing = await seedMailing(place.scratch.db, { recipients: 50, contentId: place.contentId })
  const { events } = place.start()
  await until("the pause is told", () =>
    events.some((event) => event.name === "mail-delivery.transport_paused")
  )
  expect((await countersOf(place.scratch.db, mailing)).failed).toBe(0)

  place.server = await startSmtpServer({ port })
  await until("the mailing is completed", completed(mailing))

  expect(place.server.received).toHaveLength(50)
  expect(events.map((event) => event.name)).toContain("mail-delivery.transport_resumed")
  expect(await countersOf(place.scratch.db, mailing)).toMatchObject({ sent: 50, failed: 0, uncertain: 0 })
})

it("pauses at once and loses nothing by it", async () => {
  place.server.script({ at: "final", delayMs: 20 })
  const mailing = await seedMailing(place.scratch.db, { recipients: 300, contentId: place.contentId })
  place.start({ connections: 2 })
  await until("some are sent", async () => (await countersOf(place.scratch.db, mailing)).sent > 0)

  await pauseMailing(place.scratch.db, mailing, "coffee")
  await until("nothing is held", async () => !(await isHeld(place.scratch.db, mailing)))
  expect((await countersOf(place.scratch.db, mailing)).sent).toBeLessThan(300)

  await resumeMailing(place.scratch.db, mailing)
  await until("the mailing is completed", completed(mailing))
  expect(await countersOf(place.scratch.db, mailing)).toMatchObject({ sent: 300, pending: 0 })
  expect(place.server.received).toHaveLength(300)
  expect(new Set(place.server.received.map((mail) => mail.deliveryId)).size).toBe(300)
})

it("asks one question at a look while there is nothing to do, and finds what is due, and what a dead one held", async () => {
  const { db } = place.scratch
  const asked: string[] = []
  const counting: Database = {
    query: (text, ...rest) => {
      asked.push(text)
      return db.query(text, ...rest)
    },
    transaction: (work) => {
      asked.push("BEGIN")
      return db.transaction(work)
    },
  }
  // What other stories left behind is swept by the first looks.
  const { engine } = startEngine(counting, place.server.url, { pollSeconds: 0.05 })
  try {
    await until("it is at rest", () => asked.length > 10 && new Set(asked.slice(-5)).size === 1)

    const single = (tx: Database, to: string) =>
      insertSeparateDelivery(tx, {
        kind: "single",
        contentId: place.contentId,
        dedupeKey: to,
        to,
        variables: { member: { name: "N" } },
      })
    const cameTo = (to: string) => () => place.server.received.some((mail) => mail.to[0] === to)
    await single(db, "due@x.test")
    await until("what is due is sent", cameTo("due@x.test"))

    await db.transaction(async (tx) => {
      await single(tx, "held@x.test")
      const claimed = await claimDue(
        tx,
        { id: "disp_dead", leaseSeconds: 0 },
        { lane: LANE.transactional },
        1
      )
      expect(claimed).toHaveLength(1)
    })
    await until("what a dead one held is sent", cameTo("held@x.test"))
    await until("it is at rest again", () => new Set(asked.slice(-5)).size === 1)
  } finally {
    await engine.stop()
  }
})

it("lets single mail overtake a large mailing", async () => {
  place.server.script({ at: "final", delayMs: 5 })
  const mailing = await seedMailing(place.scratch.db, { recipients: 2_000, contentId: place.contentId })
  const { engine } = place.start({ connections: 2 })
  await until("some are sent", async () => (await countersOf(place.scratch.db, mailing)).sent > 0)

  const { id } = await insertSeparateDelivery(place.scratch.db, {
    kind: "single",
    contentId: place.contentId,
    dedupeKey: "receipt-1",
    to: "buyer@x.test",
    variables: { member: { name: "Buyer" } },
  })
  engine.wake()

  await until("the receipt is there", () => place.server.received.some((mail) => mail.deliveryId === id))
  expect((await countersOf(place.scratch.db, mailing)).pending).toBeGreaterThan(0)
})

it("what could not be marked during a pause is passed by no later mark", async () => {
  const { db } = place.scratch
  const mailing = await seedMailing(db, { recipients: 300, contentId: place.contentId })
  const put = (state: string) =>
    db.query("UPDATE mpmd_mailing SET state = $2 WHERE id = $1", [mailing, state])
  const groups: string[][] = []
  let passed: unknown[] | null = null
  const pausing: Database = {
    transaction: (work) => db.transaction(work),
    query: async <Row extends object>(text: string, values: readonly unknown[] = [], patience?: number) => {
      const isMark = text.includes("SET marked_to")
      if (isMark && groups.push(values[3] as string[]) === 1) {
        await put("paused")
      }
      const rows = await db.query<Row>(text, values, patience)
      if (isMark && groups.length === 1) {
        await put("sending")
      } else if (isMark) {
        passed ??= await db.query(
          "SELECT id FROM mpmd_delivery WHERE id = ANY($1) AND next_attempt_at IS NULL",
          [groups[0]]
        )
      }
      return rows
    },
  }
  const { engine } = startEngine(pausing, place.server.url)
  await until("the mailing is completed", completed(mailing))
  await engine.stop()

  expect(passed).toEqual([])
  expect(new Set(place.server.received.map(({ to }) => to[0])).size).toBe(300)
  expect(place.server.received).toHaveLength(300)
})

it("skips whom the rule now excludes, and gives the place back", async () => {
  const mailing = await seedMailing(place.scratch.db, { recipients: 3, contentId: place.contentId })
  await place.scratch.db.query("INSERT INTO mpmd_address (email, invalid) VALUES ('2@x.test', true)")
  place.start()

  await until("the mailing is completed", completed(mailing))

  await place.scratch.db.query("DELETE FROM mpmd_address")
  expect((await deliveries(mailing)).map((delivery) => [delivery.state, delivery.reason])).toEqual([
    ["sent", null],
    ["skipped", "invalid"],
    ["sent", null],
  ])
  expect(await countersOf(place.scratch.db, mailing)).toMatchObject({
    sent: 2,
    skipped: 1,
    used: 2,
    reserved: 0,
  })
})

it("keeps to the rate limit of the installation, two workers together", async () => {
  const mailing = await seedMailing(place.scratch.db, { recipients: 150, contentId: place.contentId })
  const began = performance.now()
  place.start({ rate: 50 })
  place.start({ rate: 50 })

  await until("the mailing is completed", completed(mailing))

  // The first burst and the last wait are worth a tenth of a second each.
  expect((performance.now() - began) / 1_000).toBeGreaterThan(150 / 50 - 0.2)
  expect(place.server.received).toHaveLength(150)
})

it("stops within its deadline: what is on a connection is recorded, what is only claimed is let go", async () => {
  place.server.script({ at: "final", delayMs: 20 })
  const mailing = await seedMailing(place.scratch.db, { recipients: 1_000, contentId: place.contentId })
  const { engine } = place.start({ connections: 2, leaseSeconds: 60 })
  await until("some are sent", async () => (await countersOf(place.scratch.db, mailing)).sent > 0)

  await engine.stop()

  const states = new Set((await deliveries(mailing)).map((delivery) => delivery.state))
  expect(states).toEqual(new Set(["sent", "pending"]))
  expect((await countersOf(place.scratch.db, mailing)).sent).toBe(place.server.received.length)
})

it.each(["mail", "data"] as const)(
  "its own end counts against nobody: mails that were cut off at %s are as if they had never been tried",
  async (at) => {
    place.server.script({ at, silent: true })
    const mailing = await seedMailing(place.scratch.db, { recipients: 5, contentId: place.contentId })
    const { engine } = place.start({
      connections: 2,
      drainSeconds: 0.3,
      smtpTimeoutSeconds: 60,
      leaseSeconds: 60,
    })
    await until("two are on a connection", () => place.server.connections().open === 2)
    await until(
      "all are marked",
      async () => (await getMailing(place.scratch.db, mailing)).counts.sending === 5
    )

    await engine.stop()

    const rows = await place.scratch.db.query(
      "SELECT DISTINCT state, deferrals, first_deferred_at, reason FROM mpmd_delivery WHERE mailing_id = $1",
      [mailing]
    )
    expect(rows).toEqual([{ state: "pending", deferrals: 0, first_deferred_at: null, reason: null }])
    expect(await countersOf(place.scratch.db, mailing)).toMatchObject({ pending: 5, deferred: 0 })
  }
)

it.each(["order", "single"] as const)(
  "%s mail whose reply was lost is sent once more by itself, with the same Message-ID, and then held",
  async (kind) => {
    place.server.script({ at: "final", drop: true, recorded: true })
    if (kind === "order") {
      await seedMailing(place.scratch.db, { recipients: 1, kind, contentId: place.contentId })
    } else {
      const variables = { member: { name: "N1" } }
      await insertSeparateDelivery(place.scratch.db, {
        kind,
        contentId: place.contentId,
        dedupeKey: "lost-reply",
        to: "1@x.test",
        variables,
      })
    }
    place.start()

    const state = async () => {
      const [row] = await place.scratch.db.query<{ state: string; resends: number }>(
        "SELECT state, resends FROM mpmd_delivery WHERE kind = $1 ORDER BY created_at DESC LIMIT 1",
        [kind]
      )
      return row!
    }
    await until("it is held", async () => {
      const { state: now, resends } = await state()
      return now === "uncertain" && resends === 1
    })

    expect(place.server.received).toHaveLength(2)
    expect(new Set(place.server.received.map(({ messageId }) => messageId)).size).toBe(1)
  }
)
