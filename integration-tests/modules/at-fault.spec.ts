/** Who is at fault when the mail server refuses: one member, this shop, or everything that leaves it. */
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { resumeMailing } from "../../src/modules/mail/mailings/control"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { type RunningEngine, until } from "../support/engine"
import { countersOf, isHeld, seedMailing } from "../support/mailings"
import { withSending } from "../support/sending-place"

jest.setTimeout(30_000)

const place = withSending({ connections: 2 })
afterEach(() => place.scratch.db.query("TRUNCATE mpmd_delivery, mpmd_outage"))

/** @param domains - Recipients are spread over them by turns, `1@x.test`, `2@y.test` … */
async function mailingTo(recipients: number, domains = ["x.test", "y.test"]): Promise<string> {
  const id = await seedMailing(place.scratch.db, { recipients, contentId: place.contentId })
  await place.scratch.db.query(
    "UPDATE mpmd_delivery d SET email = a.address, address = a.address, dedupe_key = a.address FROM (SELECT id, " +
      "position || '@' || ($2::text[])[1 + (position - 1) % $3] AS address FROM mpmd_delivery WHERE mailing_id = $1) a " +
      "WHERE d.id = a.id",
    [id, domains, domains.length]
  )
  return id
}

const stateOf = async (mailing: string) => (await getMailing(place.scratch.db, mailing)).state
const completed = (mailing: string) =>
  until("the mailing is completed", async () => (await stateOf(mailing)) === "completed")

/** Resolves when the mailing is paused and nothing of it is held by anybody. */
async function paused(mailing: string): Promise<void> {
  await until("the mailing is paused", async () => (await stateOf(mailing)) === "paused")
  await until("nothing is held", async () => !(await isHeld(place.scratch.db, mailing)))
}

async function reasons(mailing: string): Promise<string[]> {
  const rows = await place.scratch.db.query<{ reason: string }>(
    "SELECT DISTINCT reason FROM mpmd_delivery WHERE mailing_id = $1 AND reason IS NOT NULL ORDER BY 1",
    [mailing]
  )
  return rows.map((row) => row.reason)
}

const told = ({ events }: RunningEngine, name: string) =>
  events.filter((event) => event.name === `mail-delivery.${name}`)

/** Nothing more than what was on the connections and at their door when the first refusal came. */
const FEW = 6

describe("what is wrong on our side", () => {
  it.each([
    ["at MAIL, where no reader is known yet", "mail", "550 User unknown", "sender"],
    ["at MAIL, in the words for a mailbox", "mail", "552 5.2.2 Mailbox full", "sender"],
    ["the day's sending quota", "rcpt", "550 5.4.5 Daily user sending quota exceeded", "limit"],
    [
      "an identity that is not verified",
      "final",
      "554 Message rejected: Email address is not verified",
      "sender",
    ],
    [
      "an account that is paused",
      "final",
      "554 Message rejected: Sending paused for this account",
      "account",
    ],
  ] as const)("pauses the mailing at the first mail: %s", async (_, at, reply, cause) => {
    place.server.script({ at, reply })
    const mailing = await mailingTo(60)
    const engine = place.start()

    await paused(mailing)

    expect(await getMailing(place.scratch.db, mailing)).toMatchObject({
      pause_cause: cause,
      pause_reason: reply,
    })
    expect(told(engine, "mailing_paused")).toEqual([
      { name: "mail-delivery.mailing_paused", data: { id: mailing, cause, message: reply } },
    ])
    expect(await reasons(mailing)).toEqual(["our_fault"])
    const { failed, pending } = await countersOf(place.scratch.db, mailing)
    expect(failed).toBeLessThanOrEqual(FEW)
    expect(failed + pending).toBe(60)
  })

  it("costs nobody a mail: what waited goes out when somebody resumes, and the books are right", async () => {
    place.server.script({ at: "rcpt", reply: "550 5.4.5 Daily user sending quota exceeded" })
    const mailing = await mailingTo(60)
    place.start()
    await paused(mailing)
    const { failed } = await countersOf(place.scratch.db, mailing)

    place.server.behave()
    await resumeMailing(place.scratch.db, mailing)
    await completed(mailing)

    expect(await countersOf(place.scratch.db, mailing)).toMatchObject({
      sent: 60 - failed,
      used: 60 - failed,
      failed,
      pending: 0,
      reserved: 0,
    })
    expect(await getMailing(place.scratch.db, mailing)).toMatchObject({
      pause_cause: null,
      pause_reason: null,
    })
    expect(new Set(place.server.received.map((mail) => mail.deliveryId)).size).toBe(
      place.server.received.length
    )
  })

  it("stays a retry if the server says later, but somebody is told, once for all mails", async () => {
    place.server.script({ at: "rcpt", reply: "454 4.7.1 Relay access denied" })
    const mailing = await mailingTo(30)
    const engine = place.start({ retrySeconds: [600] })

    await until("all are deferred", async () => (await countersOf(place.scratch.db, mailing)).deferred === 30)

    expect(await stateOf(mailing)).toBe("sending")
    expect(told(engine, "sending_refused")).toEqual([
      {
        name: "mail-delivery.sending_refused",
        data: { fault: "relaying", message: "454 4.7.1 Relay access denied", forNow: true },
      },
    ])
  })

  it("is told of single mail too, which has no mailing to pause", async () => {
    place.server.script({ at: "final", reply: "554 Message rejected: Sending paused for this account" })
    const engine = place.start()
    await single("receipt-1", "buyer@x.test")

    await until("it is told", () => told(engine, "sending_refused").length === 1)

    expect(told(engine, "sending_refused")[0]!.data).toMatchObject({ fault: "account", forNow: false })
  })
})

describe("one member", () => {
  it.each([
    ["rcpt", "504 5.5.2 <15@x.test>: Recipient address rejected: need fully-qualified address"],
    ["rcpt", "550 5.5.0 Adresse d au moins un destinataire invalide. Invalid recipient. LPN007_416"],
    ["rcpt", "554 <15@x.test>: Relay access denied"],
    ["final", "552 5.3.4 Message size exceeds fixed limit"],
  ] as const)("does not stop a mailing with what is said at %s: %s", async (at, reply) => {
    place.server.script({ at, to: "15@x.test", reply })
    const mailing = await mailingTo(40)
    const engine = place.start()

    await completed(mailing)

    expect(await countersOf(place.scratch.db, mailing)).toMatchObject({ sent: 39, failed: 1 })
    expect(told(engine, "mailing_paused")).toEqual([])
  })

  it("is told from a fault of ours by a second one, with no mail taken in between", async () => {
    for (let n = 11; n <= 60; n += 1) {
      place.server.script({
        at: "rcpt",
        to: `${n}@${n % 2 ? "x" : "y"}.test`,
        reply: `554 5.7.1 <${n}@x.test>: Relay access denied`,
      })
    }
    const mailing = await mailingTo(60)
    place.start({ connections: 1 })

    await paused(mailing)

    expect((await getMailing(place.scratch.db, mailing)).pause_cause).toBe("relaying")
    expect(await countersOf(place.scratch.db, mailing)).toMatchObject({ sent: 10, failed: 2 })
  })
})

describe("refusals in the same words", () => {
  const REPLY = "571 Your plan has been retired"

  it("pause the mailing, whatever the words, and are not taken for a mailing that is done", async () => {
    place.server.script({ at: "final", reply: REPLY })
    const mailing = await mailingTo(151)
    const engine = place.start()

    await paused(mailing)

    expect(await getMailing(place.scratch.db, mailing)).toMatchObject({
      pause_cause: "alike",
      pause_reason: REPLY,
    })
    const { failed } = await countersOf(place.scratch.db, mailing)
    expect(failed).toBeGreaterThanOrEqual(20)
    expect(failed).toBeLessThanOrEqual(20 + FEW)
    expect(told(engine, "transport_paused")).toEqual([])
  })

  it("are the same whoever they name and whatever number they carry", async () => {
    for (let n = 1; n <= 40; n += 1) {
      const to = `${n}@${n % 2 ? "x" : "y"}.test`
      place.server.script({
        at: "rcpt",
        to,
        reply: `571 <${to}> refused by rule ${n}x (ticket #${1000 + n})`,
      })
    }
    const mailing = await mailingTo(40)
    place.start()

    await paused(mailing)

    expect((await getMailing(place.scratch.db, mailing)).pause_cause).toBe("alike")
  })

  it("of one receiver among others are that receiver's", async () => {
    const mailing = await mailingTo(60)
    await place.scratch.db.query(
      "UPDATE mpmd_delivery SET email = position || '@y.test', address = position || '@y.test' " +
        "WHERE mailing_id = $1 AND position <= 40",
      [mailing]
    )
    for (let n = 1; n <= 40; n += 1) {
      place.server.script({ at: "rcpt", to: `${n}@y.test`, reply: REPLY })
    }
    place.start()

    await completed(mailing)

    expect((await countersOf(place.scratch.db, mailing)).failed).toBe(40)
  })

  it("pause a mailing to one domain alone", async () => {
    place.server.script({ at: "rcpt", reply: REPLY })
    const mailing = await mailingTo(60, ["x.test"])
    place.start({ pauseAfterAlike: 5 })

    await paused(mailing)

    expect((await countersOf(place.scratch.db, mailing)).failed).toBeLessThanOrEqual(5 + FEW)
  })

  it("say nothing as long as there are others among them, or other words", async () => {
    for (let n = 1; n <= 60; n += 1) {
      if (n % 10) {
        const words = n % 3 ? "the lamp is out" : "the door is shut"
        place.server.script({ at: "rcpt", to: `${n}@${n % 2 ? "x" : "y"}.test`, reply: `571 ${words}` })
      }
    }
    const mailing = await mailingTo(60)
    place.start()

    await completed(mailing)

    expect(await countersOf(place.scratch.db, mailing)).toMatchObject({ failed: 54, sent: 6 })
  })

  it("of mails that have nothing else in common stop everything, until one mail is taken again", async () => {
    place.server.script({ at: "final", reply: REPLY })
    const engine = place.start({ pauseAfterAlike: 5 })
    for (let n = 1; n <= 20; n += 1) {
      await single(`receipt-${n}`, `${n}@${n % 2 ? "x" : "y"}.test`)
    }
    engine.engine.wake()
    await until("all is stopped", () => told(engine, "transport_paused").length === 1)
    expect(told(engine, "transport_paused")[0]!.data).toEqual({ kind: "refused", message: REPLY })

    const mailing = await mailingTo(10)
    await until("a mail was tried in vain", async () => (await triedInVain()) > 0)
    expect((await countersOf(place.scratch.db, mailing)).failed).toBe(0)
    place.server.behave()
    await completed(mailing)
    await until("no single mail waits", async () => (await count("state NOT IN ('sent', 'failed')")) === 0)

    expect(told(engine, "transport_resumed")).toHaveLength(1)
    expect(await count("kind = 'single' AND state = 'failed'")).toBeLessThanOrEqual(5 + FEW)
  })
})

describe("a refusal for now that never changed", () => {
  it.each([
    [
      "450 4.1.1 <1@x.test>: Recipient address rejected: User unknown in virtual mailbox table",
      "address_invalid",
    ],
    ["450 4.1.1 <1@x.test>: Recipient address rejected: unverified address", "transient"],
  ])("is in the end what it said: %s", async (reply, reason) => {
    place.server.script({ at: "rcpt", reply })
    const mailing = await mailingTo(1)
    place.start({ retrySeconds: [0.1], giveUpAfterHours: 0.5 / 3600 })

    await completed(mailing)

    expect(await reasons(mailing)).toEqual([reason])
  })
})

async function single(key: string, to: string): Promise<void> {
  await insertSeparateDelivery(place.scratch.db, {
    kind: "single",
    contentId: place.contentId,
    dedupeKey: key,
    to,
    variables: { member: { name: "Buyer" } },
  })
}

async function count(condition: string): Promise<number> {
  const [row] = await place.scratch.db.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM mpmd_delivery WHERE ${condition}`
  )
  return row!.n
}

/** Mails that waited for the transport after they had been refused like all others. */
const triedInVain = () => count("reason = 'transport' AND attempt > 0")
