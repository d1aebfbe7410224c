/** What comes back after a server took a mail: where it comes back to, what follows, and what nobody can forge. */
import type { ReturnEvent } from "../../src/modules/mail/bounces/event"
import type { ReturnPolicy } from "../../src/modules/mail/bounces/item"
import { eventsOfMessage } from "../../src/modules/mail/bounces/message-events"
import { recordReturn } from "../../src/modules/mail/bounces/record"
import {
  deliveryOfReturnPath,
  type ReturnOptions,
  returnPathOf,
  returnTokenOf,
} from "../../src/modules/mail/bounces/return-path"
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimRange } from "../../src/modules/mail/deliveries/claim"
import { getDelivery } from "../../src/modules/mail/deliveries/ledger"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { rescue } from "../../src/modules/mail/deliveries/rescue"
import { clearOldContent } from "../../src/modules/mail/deliveries/retention"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { entityId } from "../../src/modules/mail/formats/entity-id"
import type { DeliveryState } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import { type RunningEngine, seedContent, startEngine, until } from "../support/engine"
import { countersOf, forceState, seedMailing } from "../support/mailings"
import { type SmtpServer, startSmtpServer } from "../support/smtp-server"
import { createStoreTables, MIGRATING } from "../support/store-tables"

/** Of a delivery, as the mail itself has it. */
const pathOf = (given: ReturnOptions, id: string) => returnPathOf(given, returnTokenOf(given, id))

jest.setTimeout(60_000)

const secret = "only-for-these-stories"
const bounces = { address: "bounce@shop.test", flag: "by_hand" } as const
const policy: ReturnPolicy & { bounces: { address: string } } = { secret, bounces }
const automatic: ReturnPolicy = { secret, bounces: { flag: "automatic" } }

let scratch: ScratchDatabase
let server: SmtpServer
let contentId: string
let engine: RunningEngine | undefined

beforeAll(async () => {
  scratch = await createStoreTables()
  server = await startSmtpServer()
  contentId = await seedContent(scratch.db)
}, MIGRATING)
afterEach(async () => {
  await engine?.engine.stop()
  engine = undefined
  server.reset()
  for (const table of [
    "mailing",
    "delivery",
    "delivery_event",
    "return",
    "address",
    "member",
    "consent_event",
    "flag_event",
  ]) {
    await scratch.db.query(`DELETE FROM mpmd_${table}`)
  }
})
afterAll(async () => {
  await server.stop()
  await scratch.drop()
})

/** A member's mail of a mailing of its own, in a state; with an id as it really looks. */
async function mail(state: DeliveryState = "sent"): Promise<{ id: string; mailing: string }> {
  const mailing = await seedMailing(scratch.db, { recipients: 1, contentId, state: "completed" })
  const seeded = await forceState(scratch.db, mailing, state)
  const id = `${entityId("mdlv")}_000000001`
  await scratch.db.query("UPDATE mpmd_delivery SET id = $2 WHERE id = $1", [seeded, id])
  return { id, mailing }
}

/** News as a mail service tells it, whose signature was checked. */
function news(id: string, changes: Partial<ReturnEvent> = {}): ReturnEvent {
  return {
    source: "signed",
    kind: "bounce",
    eventId: null,
    returnPaths: [],
    token: null,
    deliveryId: id,
    messageId: null,
    recipients: ["1@x.test"],
    status: "5.1.1",
    diagnostic: "550 5.1.1 <1@x.test>: User unknown",
    remote: "mx.x.test",
    class: null,
    evidence: null,
    vouched: true,
    ...changes,
  }
}

const complaint = (id: string) => news(id, { kind: "complaint", status: null, diagnostic: null })
const record = (event: ReturnEvent, how: ReturnPolicy = policy) => recordReturn(scratch.db, how, event)
const delivery = (id: string) => getDelivery(scratch.db, id)
const stateOf = async (id: string) => (await delivery(id)).state

async function address() {
  const [row] = await scratch.db.query<{
    invalid: boolean
    complained_at: Date | null
    unsubscribed_at: Date | null
  }>("SELECT invalid, complained_at, unsubscribed_at FROM mpmd_address WHERE email = '1@x.test'")
  return row ?? { invalid: false, complained_at: null, unsubscribed_at: null }
}

const consentEvents = () =>
  scratch.db.query("SELECT customer_id, email, action, source FROM mpmd_consent_event ORDER BY created_at")

/** A report as Postfix writes it, about a mail of ours. */
function report(to: string, about: string, recipient = "1@x.test", words = "550 5.1.1 User unknown"): Buffer {
  const lines = `Return-Path: <>
From: MAILER-DAEMON@mx.shop.test (Mail Delivery System)
To: ${to}
Subject: Undelivered Mail Returned to Sender
Message-Id: <${Math.random().toString(36).slice(2)}@mx.shop.test>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work out.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.shop.test

Final-Recipient: rfc822; ${recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; ${words}

--b
Content-Type: text/rfc822-headers

Message-ID: <${about}@shop.test>
X-Mail-Delivery-Id: ${about}

--b--
`
  return Buffer.from(lines.replaceAll("\n", "\r\n"))
}

async function comesBack(bytes: Buffer, how: ReturnPolicy = policy): Promise<string[]> {
  const outcomes = []
  for (const event of await eventsOfMessage(bytes)) {
    outcomes.push(await record(event, how))
  }
  return outcomes
}

describe("each mail", () => {
  const one = (kind: "single" | "test" | "copy", n: number) =>
    insertSeparateDelivery(scratch.db, {
      kind,
      contentId,
      dedupeKey: `${kind}:${n}`,
      to: "1@x.test",
      variables: { member: { name: "N" } },
    })

  it("has a return path of its own, of whatever kind it is, and comes back to its delivery", async () => {
    const sent = await Promise.all([one("single", 1), one("test", 1), one("copy", 1)])
    engine = startEngine(scratch.db, server.url, { secret, bounces: { address: "bounce@shop.test" } })
    await until("they are here", () => server.received.length === 3)

    const bySender = server.received.map(({ from }) => deliveryOfReturnPath({ secret }, from))
    expect(bySender.sort()).toEqual(sent.map(({ id }) => id).sort())
    for (const { from, bytes, deliveryId } of server.received) {
      expect(from).toMatch(/^bounce\+[0-9a-z]+@shop\.test$/)
      expect(bytes.toString()).toMatch(/^From: "?Shop"? <shop@shop\.test>\r$/m)
      expect(bytes.toString()).toContain(`X-Mail-Delivery-Token: ${returnTokenOf(policy, deliveryId!)}\r\n`)
    }
  })

  it("has the sender's own without the option, and no token", async () => {
    await one("single", 2)
    engine = startEngine(scratch.db, server.url, { secret })
    await until("it is here", () => server.received.length === 1)

    expect(server.received[0]!.from).toBe("shop@shop.test")
    expect(server.received[0]!.bytes.toString()).not.toContain("X-Mail-Delivery-Token")
  })
})

describe("a mail that comes back", () => {
  it("is found by its return path, counts as come back, and the server's words are on record", async () => {
    const { id, mailing } = await mail()

    expect(await comesBack(report(pathOf(policy, id)!, id))).toEqual(["recorded"])

    expect(await delivery(id)).toMatchObject({
      state: "bounced",
      reason: "address_invalid",
      response: "550 5.1.1 User unknown",
      smtp_code: 550,
      smtp_enhanced: "5.1.1",
      flag_offered: true,
      invalid: false,
      events: [{ from_state: "sent", to_state: "bounced", reason: "address_invalid" }],
      returns: [
        {
          kind: "bounce",
          matched_by: "sealed",
          source: "message",
          recipient: "1@x.test",
          status: "5.1.1",
          diagnostic: "550 5.1.1 User unknown",
          evidence: expect.stringContaining("MAILER-DAEMON@mx.shop.test"),
        },
      ],
    })
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 1, bounced: 1, complained: 0 })
  })

  it("counts once, however often it is told, and by how many at once", async () => {
    const { id, mailing } = await mail()
    const bytes = report(pathOf(policy, id)!, id)

    const outcomes = (await Promise.all(Array.from({ length: 100 }, () => comesBack(bytes)))).flat()

    expect(outcomes.filter((outcome) => outcome === "recorded")).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === "known")).toHaveLength(99)
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 1, bounced: 1 })
    expect(await delivery(id)).toMatchObject({ events: [{}], returns: [{}] })
  })

  it("proves that a mail in doubt has left", async () => {
    const { id, mailing } = await mail("uncertain")

    expect(await record(news(id))).toBe("recorded")

    const { state, events } = await delivery(id)
    expect(state).toBe("bounced")
    expect(events.map(({ to_state }) => to_state).sort()).toEqual(["bounced", "sent"])
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ uncertain: 0, sent: 1, bounced: 1 })
  })

  it("so does any news of it, without more following from it", async () => {
    const { id } = await mail("uncertain")
    expect(await record(news(id, { kind: "progress", status: "4.4.1" }))).toBe("recorded")
    expect(await delivery(id)).toMatchObject({ state: "sent", reason: null })
  })

  it("may be faster than the server's own yes, which then changes nothing any more", async () => {
    const { id, mailing } = await mail("sending")
    expect(await record(news(id))).toBe("recorded")
    const books = await countersOf(scratch.db, mailing)
    expect(books).toMatchObject({ pending: 0, sent: 1, bounced: 1, used: 1, reserved: 0 })

    expect(await transition(scratch.db, "accept", [{ id, attempt: 1 }])).toEqual(new Set())
    expect(await transition(scratch.db, "reject", [{ id, attempt: 1 }])).toEqual(new Set())

    expect(await stateOf(id)).toBe("bounced")
    expect(await countersOf(scratch.db, mailing)).toEqual(books)
  })

  it("may be faster than that yes too where the mail was taken with a range of others", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 2, contentId })
    const ids = [1, 2].map((n) => `${entityId("mdlv")}_00000000${n}`)
    await scratch.db.query("UPDATE mpmd_delivery SET id = ($2::text[])[position] WHERE mailing_id = $1", [
      mailing,
      ids,
    ])
    const range = await claimRange(scratch.db, { id: "disp_test", leaseSeconds: 60 }, mailing, 2)
    await mark(scratch.db, { id: "disp_test", leaseSeconds: 60 }, range.slice(0, 1))

    expect(await record(news(ids[0]!))).toBe("recorded")
    expect(await record(news(ids[1]!))).toBe("noted")
    expect(await transition(scratch.db, "accept", [{ id: ids[0]!, attempt: 1 }])).toEqual(new Set())

    expect(await stateOf(ids[0]!)).toBe("bounced")
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ pending: 1, sent: 1, bounced: 1 })
    expect(await rescue(scratch.db, 0)).toBe(false)
    expect(await stateOf(ids[0]!)).toBe("bounced")
  })

  it("that comes while that yes is being written waits for it", async () => {
    const mailing = await seedMailing(scratch.db, { recipients: 1, contentId })
    const id = `${entityId("mdlv")}_000000001`
    await scratch.db.query("UPDATE mpmd_delivery SET id = $2 WHERE mailing_id = $1", [mailing, id])
    const range = await claimRange(scratch.db, { id: "disp_test", leaseSeconds: 60 }, mailing, 1)
    await mark(scratch.db, { id: "disp_test", leaseSeconds: 60 }, range)

    const told = await scratch.db.transaction(async (tx) => {
      await transition(tx, "accept", [{ id, attempt: 1 }])
      const telling = record(news(id))
      await until("it waits for the row", async () => {
        const waiting = await scratch.db.query(
          "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return waiting.length > 0
      })
      return { telling }
    })

    expect(await told.telling).toBe("recorded")
    expect(await stateOf(id)).toBe("bounced")
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ pending: 0, sent: 1, bounced: 1 })
  })

  it.each<DeliveryState>(["pending", "claimed", "deferred", "failed", "skipped"])(
    "is only noted beside a mail that is %s by now",
    async (state) => {
      const { id, mailing } = await mail(state)
      const books = await countersOf(scratch.db, mailing)
      expect(await record(news(id))).toBe("noted")
      expect((await delivery(id)).returns).toHaveLength(1)
      expect(await countersOf(scratch.db, mailing)).toEqual(books)
    }
  )

  it("about no mail of ours is nobody's", async () => {
    expect(await record(news(entityId("mdlv")))).toBe("unmatched")
    expect(await record(news("", { deliveryId: null }))).toBe("unmatched")
    expect(await scratch.db.query("SELECT FROM mpmd_return")).toEqual([])
  })

  it("may say anything, of any length, in any letters", async () => {
    const { id } = await mail()
    const words = `550 5.1.1 \0\u202euser unknown\ud800${"x".repeat(100_000)}`
    expect(
      await record(news(id, { diagnostic: words, recipients: [words], remote: words, evidence: words }))
    ).toBe("recorded")
    const { response, returns } = await delivery(id)
    expect(response).toMatch(/^550 5\.1\.1 {2}user unknown\ufffdx+…$/)
    expect(Buffer.byteLength(JSON.stringify(returns))).toBeLessThan(10_000)
  })

  it("is forgotten with the content of old mail", async () => {
    const { id } = await mail()
    await record(news(id))
    await scratch.db.query("UPDATE mpmd_return SET created_at = now() - interval '13 months'")
    while (await clearOldContent(scratch.db, 12)) {
      // Until there is no more.
    }
    expect(await delivery(id)).toMatchObject({ state: "bounced", events: [{}], returns: [] })
  })
})

describe("what a stranger can forge", () => {
  it("is noted and changes nothing: whoever got one mail of a mailing knows the ids of all others", async () => {
    const { id, mailing } = await mail()
    const books = await countersOf(scratch.db, mailing)
    const forgeries = [
      report("bounce@shop.test", id),
      report(`bounce+m${"0".repeat(40)}@shop.test`, id),
      report(pathOf({ ...policy, secret: "somebody else's secret" }, id)!, id),
    ]
    for (const bytes of forgeries) {
      expect(await comesBack(bytes, automatic)).toEqual(["noted"])
    }
    expect(await delivery(id)).toMatchObject({ state: "sent", reason: null, events: [], invalid: false })
    expect((await delivery(id)).returns.map(({ matched_by }) => matched_by)).toEqual([
      "named",
      "named",
      "named",
    ])
    expect(await countersOf(scratch.db, mailing)).toEqual(books)
    expect(await address()).toMatchObject({ invalid: false, complained_at: null, unsubscribed_at: null })
  })

  it("is nobody's if its two ids disagree", async () => {
    const [one, other] = [await mail(), await mail()]
    expect(await record(news(one.id, { messageId: `<${other.id}@shop.test>`, vouched: false }))).toBe(
      "unmatched"
    )
  })

  it("does not fill the ledger, and does not keep out what is proven", async () => {
    const { id } = await mail()
    for (let n = 0; n < 30; n += 1) {
      await comesBack(report("bounce@shop.test", id))
    }
    expect((await delivery(id)).returns).toHaveLength(20)
    expect(await comesBack(report(pathOf(policy, id)!, id))).toEqual(["recorded"])
  })
})

describe("a complaint", () => {
  it("withdraws consent at once, on record, and counts", async () => {
    const { id, mailing } = await mail()

    expect(await record(complaint(id))).toBe("recorded")

    expect(await delivery(id)).toMatchObject({ state: "complained", reason: "reported_spam" })
    expect(await address()).toMatchObject({
      complained_at: expect.any(Date),
      unsubscribed_at: expect.any(Date),
    })
    expect(await consentEvents()).toEqual([
      { customer_id: "cus_1", email: "1@x.test", action: "withdrawn", source: "complaint" },
    ])
    expect(await countersOf(scratch.db, mailing)).toMatchObject({ sent: 1, complained: 1, bounced: 0 })
  })

  it("and a report end alike in either order", async () => {
    const ends = []
    for (const order of [
      [news, complaint],
      [complaint, news],
    ]) {
      const { id, mailing } = await mail()
      for (const make of order) {
        await record(make(id))
      }
      const { state, returns } = await delivery(id)
      const { sent, bounced, complained } = await countersOf(scratch.db, mailing)
      ends.push({ state, told: returns.map(({ kind }) => kind).sort(), sent, bounced, complained })
    }
    expect(ends[0]).toEqual(ends[1])
    expect(ends[0]).toMatchObject({ state: "complained", sent: 1, bounced: 0, complained: 1 })
    expect(await consentEvents()).toHaveLength(1)
  })

  it("of the reader of a sample or a copy is not the member's", async () => {
    for (const kind of ["test", "copy"] as const) {
      const { id } = await insertSeparateDelivery(scratch.db, {
        kind,
        contentId,
        dedupeKey: `${kind}:complaint`,
        to: "1@x.test",
        customerId: "cus_1",
        variables: {},
      })
      await scratch.db.query(
        "UPDATE mpmd_delivery SET state = 'sent', next_attempt_at = NULL WHERE id = $1",
        [id]
      )
      expect(await record(complaint(id))).toBe("recorded")
    }
    expect(await consentEvents()).toEqual([])
    expect(await address()).toMatchObject({ complained_at: null })
  })
})

describe("the flag", () => {
  it("is a person's to set unless the shop says otherwise; then a bad address has it at once", async () => {
    const { id } = await mail()
    await record(news(id), policy)
    expect(await address()).toMatchObject({ invalid: false })

    const other = await mail()
    await record(news(other.id), automatic)
    expect(await address()).toMatchObject({ invalid: true })
    expect(await delivery(other.id)).toMatchObject({ invalid: true })
    expect(
      await scratch.db.query(
        "SELECT email, action, class, delivery_id, origin, actor_id FROM mpmd_flag_event"
      )
    ).toEqual([
      {
        email: "1@x.test",
        action: "flagged",
        class: "address_invalid",
        delivery_id: other.id,
        origin: "automatic",
        actor_id: null,
      },
    ])
  })

  it("is set by what the class says: a full mailbox after three mailings, and never for our own fault", async () => {
    const full = { status: "5.2.2", diagnostic: "552 5.2.2 mailbox full" }
    for (const flagged of [false, false, true]) {
      const { id } = await mail()
      await record(news(id, full), automatic)
      expect((await address()).invalid).toBe(flagged)
    }
    await scratch.db.query("DELETE FROM mpmd_address")
    const { id } = await mail()
    await record(
      news(id, { status: "5.7.1", diagnostic: "554 5.7.1 blocked using zen.spamhaus.org" }),
      automatic
    )
    expect(await delivery(id)).toMatchObject({ state: "bounced", reason: "policy" })
    expect((await address()).invalid).toBe(false)
  })

  it("is not set where the mail was passed on, and came back from there", async () => {
    const { id } = await mail()
    expect(await record(news(id, { recipients: ["old@elsewhere.test"] }), automatic)).toBe("recorded")
    expect(await delivery(id)).toMatchObject({ state: "bounced", flag_offered: true, invalid: false })
  })

  it("takes the service's own word where the server has none", async () => {
    const { id } = await mail()
    await record(news(id, { status: null, diagnostic: null, class: "inactive" }), automatic)
    expect(await delivery(id)).toMatchObject({ reason: "inactive", invalid: false })
  })
})
