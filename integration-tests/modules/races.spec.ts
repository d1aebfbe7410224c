/**
 * What happens at the same moment, with real transactions of Postgres: people press buttons twice, a mailing ends while it
 * is retried, it is cancelled while workers claim. Round after round, and after each the books are right.
 */
import { transition } from "../../src/modules/mail/deliveries/change-state"
import { claimDue, type ClaimedDelivery, claimRange } from "../../src/modules/mail/deliveries/claim"
import { mark } from "../../src/modules/mail/deliveries/mark"
import { resendDelivery } from "../../src/modules/mail/deliveries/resend"
import { reopenWronglyDone, settleMailing } from "../../src/modules/mail/deliveries/settle"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import type { TransitionName } from "../../src/modules/mail/deliveries/transitions"
import { saveSettings } from "../../src/modules/mail/facade/save-settings"
import {
  cancelMailing,
  pauseMailing,
  resumeMailing,
  settleCancelled,
} from "../../src/modules/mail/mailings/control"
import { createDraft, updateDraft } from "../../src/modules/mail/mailings/drafts"
import { prepareMailing } from "../../src/modules/mail/mailings/freeze"
import { undoSend } from "../../src/modules/mail/mailings/grace-and-undo"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { retryMailing } from "../../src/modules/mail/mailings/retry"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { balanceOf, monthOf, OverQuotaError, reserve } from "../../src/modules/mail/quota/quota"
import { getSettings } from "../../src/modules/mail/settings/settings"
import type { Database } from "../../src/modules/mail/sql/database"
import { createTemplate } from "../../src/modules/mail/templates/templates"
import type { ScratchDatabase } from "../support/database"
import { aMember } from "../support/factories"
import { sized } from "../support/fault-size"
import { countersOf, ORDER_CONTENT, seedCustomers, seedMailing } from "../support/mailings"
import { createStoreTables } from "../support/store-tables"

jest.setTimeout(1_800_000)

const ROUNDS = sized(200, 2_000)
const OPTIONS = parseOptions({})
const UNLIMITED = { monthlyQuota: null, timezone: "UTC" }
const holder = (worker: number) => ({ id: `disp_${worker}`, leaseSeconds: 60 })

let scratch: ScratchDatabase
let db: Database

beforeAll(async () => {
  scratch = await createStoreTables()
  ;({ db } = scratch)
  await seedCustomers(db)
  await saveSettings(db, { sender_address: "shop@shop.test" })
})
afterEach(() => db.query("TRUNCATE mpmd_mailing, mpmd_delivery, mpmd_delivery_event, mpmd_quota_entry"))
afterAll(() => scratch.drop())

/** @param together - So many rounds at once, each about things of its own. */
async function rounds(story: (round: number) => Promise<void>, together = 4): Promise<void> {
  let round = 0
  const lane = async () => {
    while (round < ROUNDS) {
      await story((round += 1))
    }
  }
  await Promise.all(Array.from({ length: together }, lane))
}

const outcome = (claimed: readonly ClaimedDelivery[], name: TransitionName) =>
  transition(
    db,
    name,
    claimed.map(({ id, attempt }) => ({ id, attempt, reason: name === "accept" ? null : "unknown" }))
  )

async function sendAll(mailing: string, name: TransitionName): Promise<void> {
  const claimed = await claimRange(db, holder(0), mailing, 1_000)
  await mark(db, holder(0), claimed)
  await outcome(claimed, name)
}

/** Somewhere within the other's few statements. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, Math.random() * 6))

/** Open rows stand in a mailing that sends, and the counters say what the rows say. */
async function expectRightCounters(mailing: string): Promise<void> {
  const [rows] = await db.query<{ open: number; sent: number; failed: number; held: number }>(
    "SELECT count(*) FILTER (WHERE state IN ('pending', 'claimed', 'sending', 'deferred'))::int AS open, " +
      "count(*) FILTER (WHERE state = 'sent')::int AS sent, count(*) FILTER (WHERE state = 'failed')::int AS failed, " +
      "count(*) FILTER (WHERE state IN ('pending', 'claimed', 'sending', 'deferred') AND quota_month IS NOT NULL)::int " +
      "AS held FROM mpmd_delivery WHERE mailing_id = $1",
    [mailing]
  )
  const { state, completed_at } = await getMailing(db, mailing)
  const books = await countersOf(db, mailing)
  expect(books.pending + books.deferred).toBe(rows!.open)
  expect([books.sent, books.failed, books.reserved]).toEqual([rows!.sent, rows!.failed, rows!.held])
  expect({ open: rows!.open > 0, done: completed_at !== null || state === "completed" }).not.toEqual({
    open: true,
    done: true,
  })
}

it("a retry at the moment of completion: its mails go out, whoever was first", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 3 })
    await sendAll(mailing, "reject")

    await Promise.all([
      aMoment().then(() => settleMailing(db, mailing)),
      aMoment().then(() => retryMailing(db, UNLIMITED, mailing, ["failed"], null)),
      aMoment().then(() => settleMailing(db, mailing)),
    ])

    expect((await getMailing(db, mailing)).state).toBe("sending")
    expect(await claimDue(db, holder(1), { mailing }, 10)).toHaveLength(3)
    await expectRightCounters(mailing)
  })
})

it("five who press Retry: each mail goes out once more, and not five times", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 4 })
    await sendAll(mailing, "reject")
    await settleMailing(db, mailing)

    const counts = await Promise.all(
      [1, 2, 3, 4, 5].map(async () => {
        await aMoment()
        return retryMailing(db, UNLIMITED, mailing, ["failed"], null)
      })
    )

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(4)
    await expectRightCounters(mailing)
  })
})

it("a retry while outcomes of the same mailing come in: nobody waits for the other in a circle", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 40 })
    const failed = await claimRange(db, holder(0), mailing, 20)
    await mark(db, holder(0), failed)
    await outcome(failed, "reject")
    const underWay = await claimRange(db, holder(1), mailing, 20)
    await mark(db, holder(1), underWay)

    await Promise.all([
      retryMailing(db, UNLIMITED, mailing, ["failed"], null),
      outcome(underWay.slice(0, 10), "accept"),
      outcome(underWay.slice(10), "reject"),
      retryMailing(db, UNLIMITED, mailing, ["failed"], null),
      settleMailing(db, mailing),
    ])

    await expectRightCounters(mailing)
  })
})

it("outcomes of two mailings from two workers at once", async () => {
  await rounds(async () => {
    const mailings = [
      await seedMailing(db, { recipients: 20 }),
      await seedMailing(db, { recipients: 20, withoutConsent: true }),
    ]
    const claimed = await Promise.all(mailings.map((mailing) => claimRange(db, holder(0), mailing, 20)))
    await mark(db, holder(0), claimed.flat())
    const [one, other] = claimed as [ClaimedDelivery[], ClaimedDelivery[]]

    await Promise.all([
      outcome([...one.slice(0, 10), ...other.slice(0, 10)], "accept"),
      outcome([...other.slice(10), ...one.slice(10)], "reject"),
    ])

    await Promise.all(mailings.map(expectRightCounters))
  })
})

it("cancelling against the claim of deferred mail: all is cancelled in the end", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 20 })
    await sendAll(mailing, "defer")

    const worker = async (number: number) => {
      await aMoment()
      await outcome(await claimDue(db, holder(number), { mailing }, 10), "release")
    }
    const canceller = async () => {
      await cancelMailing(db, mailing)
      return settleCancelled(db, mailing)
    }
    await Promise.all([worker(1), canceller(), worker(2), worker(3)])
    while ((await settleCancelled(db, mailing)) !== "none") {
      await aMoment()
    }

    expect(await countersOf(db, mailing)).toMatchObject({ pending: 0, deferred: 0, skipped: 20, reserved: 0 })
    await expectRightCounters(mailing)
  })
})

it("cancelling against the claim of fresh mail: what nobody took is cancelled, what was taken is recorded", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 30 })

    const worker = async (number: number) => {
      await aMoment()
      const claimed = await claimRange(db, holder(number), mailing, 10)
      const { sending } = await mark(db, holder(number), claimed)
      await outcome(
        claimed.filter(({ id }) => sending.has(id)),
        "accept"
      )
      await outcome(
        claimed.filter(({ id }) => !sending.has(id)),
        "release"
      )
    }
    const canceller = async () => {
      await aMoment()
      await cancelMailing(db, mailing)
      return settleCancelled(db, mailing)
    }
    await Promise.all([worker(1), worker(2), canceller()])
    while ((await settleCancelled(db, mailing)) !== "none") {
      await aMoment()
    }

    const { sent, skipped } = await countersOf(db, mailing)
    expect(sent + skipped).toBe(30)
    await expectRightCounters(mailing)
  })
})

it("what an older version left behind in a finished mailing is opened again, and goes out", async () => {
  const mailing = await seedMailing(db, { recipients: 2 })
  await sendAll(mailing, "reject")
  await retryMailing(db, UNLIMITED, mailing, ["failed"], null)
  const sound = await seedMailing(db, { recipients: 1 })
  await sendAll(sound, "accept")
  await settleMailing(db, sound)
  await db.query("UPDATE mpmd_mailing SET state = 'completed', completed_at = now() WHERE id = $1", [mailing])

  expect(await reopenWronglyDone(db)).toEqual([mailing])

  expect((await getMailing(db, mailing)).state).toBe("sending")
  expect(await claimDue(db, holder(1), { mailing }, 10)).toHaveLength(2)
  expect((await getMailing(db, sound)).state).toBe("completed")
})
/** An order mailing needs nobody to be counted. */
function orderDraft(subject: string): Promise<string> {
  const content = { ...ORDER_CONTENT, subject }
  return createDraft(db, { kind: "order", content, document_ids: ["order_1"] }, null)
}

/** How many came through; the others were told by the state why not. */
async function comeThrough(attempts: Promise<unknown>[], refusal: RegExp): Promise<number> {
  const outcomes = await Promise.allSettled(attempts)
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") {
      expect(String((outcome.reason as Error).message)).toMatch(refusal)
    }
  }
  return outcomes.filter(({ status }) => status === "fulfilled").length
}

it("two who press Send, one of them for tomorrow: it is sent once, as the first of them said", async () => {
  await rounds(async () => {
    const id = await orderDraft("News")
    const tomorrow = new Date(Date.now() + 86_400_000)
    const now = requestSend(db, OPTIONS, id, { grace: 0 }, "now")
    const later = aMoment().then(() => requestSend(db, OPTIONS, id, { scheduled_at: tomorrow }, "later"))

    expect(await comeThrough([now, later], /its state is (preparing|scheduled)/)).toBe(1)

    const { state, sent_by } = await getMailing(db, id)
    expect([state, sent_by]).toEqual(
      await now.then(
        () => ["preparing", "now"],
        () => ["scheduled", "later"]
      )
    )
  })
})

it("a change at the moment of Send: nothing goes out that was not checked", async () => {
  await rounds(async () => {
    const id = await orderDraft("Checked")
    const { content } = await getMailing(db, id)
    const sent = requestSend(db, OPTIONS, id, { grace: 0 }, null)
    const changed = aMoment().then(() =>
      updateDraft(db, id, { content: { ...content, subject: "{% if %}" } })
    )

    await comeThrough([sent, changed], /its state is preparing|changed by somebody else|subject/)

    const after = await getMailing(db, id)
    expect([after.state, after.content.subject]).toEqual(
      after.state === "preparing" ? ["preparing", "Checked"] : ["draft", "{% if %}"]
    )
  })
})

it("pause against resume: the mailing stands as the last of them said, and says why only while it is paused", async () => {
  await rounds(async () => {
    const mailing = await seedMailing(db, { recipients: 10 })
    const worker = aMoment().then(() => claimRange(db, holder(1), mailing, 5))
    const orders = [
      pauseMailing(db, mailing, "coffee"),
      aMoment().then(() => resumeMailing(db, mailing)),
      aMoment().then(() => pauseMailing(db, mailing, "tea")),
      aMoment().then(() => resumeMailing(db, mailing)),
    ]
    await comeThrough(orders, /its state is (sending|paused)/)

    const { state, pause_reason, pause_cause } = await getMailing(db, mailing)
    expect({
      paused: state === "paused",
      reason: pause_reason !== null,
      cause: pause_cause !== null,
    }).toEqual(
      state === "paused"
        ? { paused: true, reason: true, cause: true }
        : { paused: false, reason: false, cause: false }
    )
    const claimed = await worker
    const { sending } = await mark(db, holder(1), claimed)
    expect(sending.size).toBe(state === "sending" ? claimed.length : 0)
    await expectRightCounters(mailing)
  })
})

it("two who press Resend: one mail, and both hear of the same", async () => {
  await rounds(async (round) => {
    const { id } = await insertSeparateDelivery(db, {
      kind: "single",
      contentId: "mcont_1",
      dedupeKey: `asked-${round}`,
      to: "1@x.test",
      variables: {},
    })
    await db.query("UPDATE mpmd_delivery SET state = 'sent', next_attempt_at = NULL WHERE id = $1", [id])

    const clicks = [1, 2, 3].map(() => aMoment().then(() => resendDelivery(db, id, null)))
    const came = await Promise.allSettled(clicks)

    await comeThrough(clicks, /being sent again already/)
    const heard = came.flatMap((click) => (click.status === "fulfilled" ? [click.value.id] : []))
    expect(new Set(heard).size).toBe(1)
    expect(
      await db.query(
        "SELECT id FROM mpmd_delivery WHERE state = 'pending' AND dedupe_key LIKE '%' || $1 || '%'",
        [id]
      )
    ).toEqual([{ id: heard[0] }])
  })
})

it("two who save settings: neither takes back what the other has said", async () => {
  const template = await createTemplate(db, {
    name: "Paid",
    kind: "order",
    subject: "Paid",
    header: "",
    footer: "",
    format: "text",
  })
  const rule = { enabled: true, template_id: template.id }
  await rounds(async () => {
    await saveSettings(db, { automatic: null, sender_name: "Before", contact: "before" })

    await Promise.all([
      aMoment().then(() => saveSettings(db, { automatic: { shipment_created: rule }, sender_name: "After" })),
      aMoment().then(() => saveSettings(db, { automatic: { order_canceled: rule }, contact: "after" })),
      aMoment().then(() => saveSettings(db, { automatic: { shipment_created: rule } })),
    ])

    expect(await getSettings(db)).toMatchObject({
      sender_name: "After",
      contact: "after",
      automatic: { shipment_created: { enabled: true }, order_canceled: { enabled: true } },
    })
  }, 1)
})

it("two workers that freeze a mailing while it is cancelled: nothing of it is left to send, and no place is held", async () => {
  await aMember(db, { email: "hana@x.test" })
  await aMember(db, { email: "taro@x.test" })
  const content = { subject: "News", body: "The list", format: "text", include_signature: false } as const
  await rounds(async () => {
    const id = await createDraft(db, { kind: "member", content, audience: { filter: {} } }, null)
    await requestSend(db, OPTIONS, id, { grace: 0 }, null)

    await Promise.all([
      prepareMailing(db, OPTIONS, id),
      aMoment().then(() => prepareMailing(db, OPTIONS, id)),
      aMoment().then(() => aMoment().then(() => cancelMailing(db, id))),
    ])
    while ((await settleCancelled(db, id)) !== "none") {
      await aMoment()
    }

    expect((await getMailing(db, id)).state).toBe("cancelled")
    const books = await countersOf(db, id)
    expect(books).toMatchObject({ pending: 0, reserved: 0, used: 0, skipped: books.total })
    expect(await claimRange(db, holder(1), id, 10)).toEqual([])
    await expectRightCounters(id)
  })
})

it("Undo in the last moment: it wins and nothing is ever sent, or whoever pressed it is told that it is too late", async () => {
  await aMember(db, { email: "sora@x.test" })
  const content = { subject: "News", body: "The list", format: "text", include_signature: false } as const
  let won = 0
  await rounds(async (round) => {
    const id = await createDraft(db, { kind: "member", content, audience: { filter: {} } }, null)
    const before = await getMailing(db, id)
    await requestSend(db, OPTIONS, id, { grace: 1 }, null)
    await db.query("UPDATE mpmd_mailing SET grace_until = now() WHERE id = $1", [id])
    // Two workers, each of which starts it and freezes it; every other round Undo has a step's lead.
    const worker = async () => {
      await (round % 2 ? aMoment() : undefined)
      await prepareMailing(db, OPTIONS, id)
      await prepareMailing(db, OPTIONS, id)
    }

    const undone = aMoment().then(() => undoSend(db, id))
    await Promise.allSettled([undone, worker(), worker()])
    won += await comeThrough([undone], /too late to undo this: .*its state is (preparing|sending)/)

    const after = await getMailing(db, id)
    if (after.state === "draft") {
      await undone
      expect(after).toEqual({ ...before, updated_at: expect.any(Date) })
      expect(await prepareMailing(db, OPTIONS, id)).toMatchObject({ changed: false })
      expect(await claimRange(db, holder(1), id, 10)).toEqual([])
      expect(await countersOf(db, id)).toMatchObject({ total: 0, reserved: 0, used: 0 })
    } else {
      await expect(undone).rejects.toMatchObject({ issues: [{ code: "too_late" }] })
      expect(await prepareMailing(db, OPTIONS, id)).toMatchObject({ refusal: null })
      await expectRightCounters(id)
    }
  })
  expect([won > 0, won < ROUNDS]).toEqual([true, true])
})

it("Undo, Undo and Cancel at once: one of them comes through, and the others hear of the state", async () => {
  await rounds(async () => {
    const id = await orderDraft("News")
    await requestSend(db, OPTIONS, id, { grace: 30 }, null)
    const presses = [undoSend(db, id), aMoment().then(() => undoSend(db, id)), cancelMailing(db, id)]

    expect(await comeThrough(presses, /state (of this mailing )?is (draft|cancelled)/)).toBe(1)

    expect(["draft", "cancelled"]).toContain((await getMailing(db, id)).state)
  })
})

it("deferred mail over the end of a month: it was counted in its own, and a retry is in that of its day", async () => {
  const LIMITED = { monthlyQuota: 25, timezone: "UTC" }
  const month = await monthOf(db, LIMITED)
  await rounds(async () => {
    const old = await seedMailing(db, { recipients: 20 })
    await db.query("UPDATE mpmd_delivery SET quota_month = '2020-01' WHERE mailing_id = $1", [old])
    await db.query("UPDATE mpmd_quota_entry SET month = '2020-01' WHERE mailing_id = $1", [old])
    await sendAll(old, "defer")
    const claimed = await claimDue(db, holder(0), { mailing: old }, 20)
    await mark(db, holder(0), claimed)

    await Promise.all([
      outcome(claimed.slice(0, 10), "accept"),
      aMoment().then(() => outcome(claimed.slice(10), "reject")),
      aMoment().then(() => db.transaction((tx) => reserve(tx, LIMITED, month, "mling_new", 15))),
    ])
    expect(await balanceOf(db, LIMITED, "2020-01")).toMatchObject({ used: 10, reserved: 0 })
    const counts = await Promise.all(
      [1, 2].map(() =>
        aMoment().then(() => retryMailing(db, LIMITED, old, ["failed"], null).catch(overQuota))
      )
    )

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10)
    expect(await balanceOf(db, LIMITED, "2020-01")).toMatchObject({ used: 10, reserved: 0 })
    expect(await balanceOf(db, LIMITED, month)).toMatchObject({ used: 0, reserved: 25, remaining: 0 })
    await db.query("TRUNCATE mpmd_quota_entry")
  }, 1)
})

/** Whoever comes second finds the places taken, or nothing left to retry. */
function overQuota(error: unknown): number {
  expect(error).toBeInstanceOf(OverQuotaError)
  return 0
}
