/** Whether a member may be sent to: the one rule, and how consents come and go. */
import { normalised } from "../../src/modules/mail/address/sql"
import { countAudience } from "../../src/modules/mail/audience/count"
import { consentJoins, exclusionAtSending } from "../../src/modules/mail/eligibility/exclusions"
import { exportConsents, listConsents } from "../../src/modules/mail/members/consent-record"
import { withdrawAddress } from "../../src/modules/mail/members/consents"
import { claimAddress } from "../../src/modules/mail/members/correct-address"
import { listMembers } from "../../src/modules/mail/members/list"
import { getConsent, type PlainConsentInput, setConsent } from "../../src/modules/mail/members/set-consent"
import { undoUnsubscribe, unsubscribe } from "../../src/modules/mail/members/unsubscribe"
import { unsubscribeLink } from "../../src/modules/mail/members/unsubscribe-link"
import {
  CONSENTS,
  type Exclusion,
  EXCLUSIONS,
  type Include,
  type Purpose,
} from "../../src/modules/mail/words"
import { aCustomer, aMember, knownAddress } from "../support/factories"
import { storeOfStories } from "../support/store-of-stories"

const scratch = storeOfStories()

/** Under which reason a single customer is left out, or with which consent they may be sent to. */
async function verdict(purpose: Purpose = "marketing", include: Include = "opted_in"): Promise<string> {
  const { sendable, unsendable } = await countAudience(scratch.db, { filter: {}, include }, purpose)
  const consent = CONSENTS.find((key) => sendable[key] === 1)
  return consent ? `may: ${consent}` : EXCLUSIONS.find((key) => unsendable[key] === 1)!
}

/** The last event of each customer. */
async function lastEvents(): Promise<Record<string, string>> {
  const rows = await scratch.db.query<{ customer_id: string; action: string }>(
    "SELECT customer_id, action FROM mpmd_consent_event ORDER BY created_at, id"
  )
  return Object.fromEntries(rows.map(({ customer_id, action }) => [customer_id, action]))
}

describe("the rule", () => {
  /** One customer to whom every reason applies; each step takes the foremost away. */
  it("gives the first reason that applies", async () => {
    const email = "a@x.jp"
    await aMember(scratch.db, { id: "a", email: " " })
    await knownAddress(scratch.db, email, {
      invalid: true,
      complained_at: "2026-02-01",
      unsubscribed_at: "2026-02-01",
    })
    const { db } = scratch

    expect(await verdict()).toBe("no_address")
    await db.query("UPDATE customer SET email = $1", [email])
    expect(await verdict()).toBe("invalid")
    await db.query("UPDATE mpmd_address SET invalid = false")
    expect(await verdict()).toBe("complained")
    await db.query("UPDATE mpmd_address SET complained_at = NULL")
    expect(await verdict()).toBe("opted_out")
    await db.query("UPDATE mpmd_address SET unsubscribed_at = NULL")
    expect(await verdict()).toBe("may: opted_in")
    await db.query("DELETE FROM mpmd_member")
    expect(await verdict()).toBe("not_asked")
  })

  it("reaches the never asked on demand, and those who opted out by a notice only", async () => {
    await aCustomer(scratch.db, { email: "a@x.jp" })
    expect(await verdict("marketing", "not_asked")).toBe("may: not_asked")
    expect(await verdict("notice")).toBe("may: not_asked")

    await knownAddress(scratch.db, "a@x.jp", { unsubscribed_at: "2026-02-01" })
    expect(await verdict("marketing", "not_asked")).toBe("opted_out")
    expect(await verdict("notice")).toBe("may: opted_out")
  })

  it("never lets a notice reach an invalid address or one that complained", async () => {
    await aMember(scratch.db, { email: "a@x.jp" })
    await knownAddress(scratch.db, "a@x.jp", { complained_at: "2026-02-01" })
    expect(await verdict("notice", "not_asked")).toBe("complained")
    await scratch.db.query("UPDATE mpmd_address SET invalid = true")
    expect(await verdict("notice", "not_asked")).toBe("invalid")
  })

  it.each([null, "", "   "])("takes %j for no address", async (email) => {
    await aMember(scratch.db, { email })
    expect(await verdict()).toBe("no_address")
  })

  it.each([
    "nobody",
    "@x.jp",
    "a@",
    "a@b@x.jp",
    "a@x.jp, b@y.jp",
    "a b@x.jp",
    "a@x.jp\r\nBcc: b@y.jp",
    "a@x.jp\n",
    "a\tb@x.jp",
    "a\u00a0b@x.jp\u3000",
    "Name <a@x.jp>",
    '"a<b>"@x.jp',
    "a\u0007@x.jp",
    "a＠x.jp",
    `${"a".repeat(250)}@x.jp`,
  ])("takes %j for invalid: it is not one address", async (email) => {
    await aMember(scratch.db, { email })
    expect(await verdict("notice")).toBe("invalid")
  })

  it.each([
    "o'brien+tag@x.jp",
    "a..b.@docomo.example",
    " padded@x.jp ",
    "a@例え.jp",
    "花子@x.jp",
    '"a b"@x.jp',
    "root@localhost",
  ])("lets %j through", async (email) => {
    await aMember(scratch.db, { email })
    expect(await verdict()).toBe("may: opted_in")
  })
})

describe("one address of several customers", () => {
  it.each([
    ["capitals", "Foo@X.jp", "foo@x.JP"],
    ["blanks around", "foo@x.jp", "  foo@x.jp "],
    ["a Turkish İ, which JavaScript lowers to two characters", "İzmir@x.jp", "izmir@x.jp"],
    ["full-width letters", "a@ＳＨＯＰ.example", "a@ｓｈｏｐ.example"],
  ])("is one in other spellings: %s", async (_, one, other) => {
    await aMember(scratch.db, { email: one })
    await aMember(scratch.db, { email: other })

    const { matched, sendable, unsendable } = await countAudience(scratch.db, { filter: {} })
    expect([matched, sendable.count, unsendable.duplicate_address]).toEqual([2, 1, 1])
  })

  it("is another where the domain is another on the wire: of a Turkish İ two characters are made there", async () => {
    await aMember(scratch.db, { email: "a@İzmir.example" })
    await aMember(scratch.db, { email: "a@izmir.example" })

    const { sendable, unsendable } = await countAudience(scratch.db, { filter: {} })
    expect([sendable.count, unsendable.duplicate_address]).toEqual([2, 0])
  })

  it("counts duplicates only among those who could be sent to", async () => {
    await aMember(scratch.db, { email: "a@x.jp", has_account: false })
    await aCustomer(scratch.db, { email: "A@x.jp" })

    const { sendable, unsendable } = await countAudience(scratch.db, { filter: {} })
    expect([sendable.opted_in, unsendable.not_asked, unsendable.duplicate_address]).toEqual([1, 1, 0])
  })

  it("counts the consent of the account, not of the guest", async () => {
    await aMember(scratch.db, { email: "a@x.jp", has_account: false, created_at: "2020-01-01" })
    await aCustomer(scratch.db, { email: "A@x.jp", created_at: "2026-01-01" })

    const { sendable } = await countAudience(scratch.db, { filter: {}, include: "not_asked" })
    expect(sendable).toEqual({ count: 1, opted_in: 0, not_asked: 1, opted_out: 0 })
  })
})

describe("consent", () => {
  const from = { source: "import", wording: "Yes, write to me" }

  function withdrawalOf(id: string): PlainConsentInput {
    return { customer_ids: [id], consent: "opted_out", source: "admin" }
  }

  async function leave(act: () => Promise<unknown>): Promise<void> {
    await scratch.db.query("UPDATE customer SET email = 'between@x.jp'")
    await act()
  }

  function linkOfOldAddress(): Promise<boolean> {
    return withdrawAddress(scratch.db, "old@x.jp", "a", { source: "link" })
  }

  it("goes from never asked to opted in to opted out and back, each step on record", async () => {
    await aCustomer(scratch.db, { id: "a", email: "A@x.jp" })
    const grant: PlainConsentInput = { customer_ids: ["a"], consent: "opted_in", ...from }
    const withdrawal: PlainConsentInput = { customer_ids: ["a"], consent: "opted_out", source: "admin" }

    expect(await verdict()).toBe("not_asked")
    expect(await setConsent(scratch.db, grant, "user_1")).toEqual({ updated: 1 })
    expect(await verdict()).toBe("may: opted_in")
    expect(await setConsent(scratch.db, withdrawal)).toEqual({ updated: 1 })
    expect(await verdict()).toBe("opted_out")
    expect(await setConsent(scratch.db, grant)).toEqual({ updated: 1 })
    expect(await verdict()).toBe("may: opted_in")

    const events = await scratch.db.query(
      "SELECT action, email, source, wording, actor_id FROM mpmd_consent_event ORDER BY id"
    )
    expect(events).toEqual([
      { action: "granted", email: "a@x.jp", ...from, actor_id: "user_1" },
      { action: "withdrawn", email: "a@x.jp", source: "admin", wording: null, actor_id: null },
      { action: "granted", email: "a@x.jp", ...from, actor_id: null },
    ])
  })

  it("follows the order of acts within one transaction", async () => {
    await aMember(scratch.db, { id: "a" })
    const act = (consent: "opted_in" | "opted_out") => ({ customer_ids: ["a"], consent, source: "test" })

    await scratch.db.transaction(async (tx) => {
      await setConsent(tx, act("opted_out"))
      await setConsent(tx, act("opted_in"))
    })
    expect(await verdict()).toBe("may: opted_in")
    await scratch.db.transaction(async (tx) => {
      await setConsent(tx, act("opted_in"))
      await setConsent(tx, act("opted_out"))
    })
    expect(await verdict()).toBe("opted_out")
  })

  it("is withdrawn if grant and withdrawal bear the same instant, as imported dates may", async () => {
    await aMember(scratch.db, { email: "a@x.jp", opted_in_at: "2026-02-01" })
    await knownAddress(scratch.db, "a@x.jp", { unsubscribed_at: "2026-02-01" })

    expect(await verdict()).toBe("opted_out")
  })

  it("keeps the time of a withdrawal when a newer grant outweighs it", async () => {
    await aCustomer(scratch.db, { id: "a", email: "a@x.jp" })
    await knownAddress(scratch.db, "a@x.jp", { unsubscribed_at: "2026-02-01T00:00:00Z", invalid: true })
    await setConsent(scratch.db, { customer_ids: ["a"], consent: "opted_in", ...from })

    expect(await scratch.db.query("SELECT unsubscribed_at, invalid FROM mpmd_address")).toEqual([
      { unsubscribed_at: new Date("2026-02-01T00:00:00Z"), invalid: true },
    ])
  })

  it("binds everyone with the address when one withdraws", async () => {
    await aMember(scratch.db, { id: "account", email: "a@x.jp" })
    await aMember(scratch.db, { id: "guest", email: "A@X.jp", has_account: false })
    await setConsent(scratch.db, { customer_ids: ["guest"], consent: "opted_out", source: "admin" })

    expect((await countAudience(scratch.db, { filter: {} })).unsendable.opted_out).toBe(2)
  })

  it.each([
    ["by an administrator", () => setConsent(scratch.db, withdrawalOf("a"))],
    ["by a link", () => withdrawAddress(scratch.db, "old@x.jp", "a", { source: "link" })],
    ["by a link in a mail to the address they have left", () => leave(() => linkOfOldAddress())],
  ])("is withdrawn by the person, whatever address they take after it: %s", async (_, withdraw) => {
    await aMember(scratch.db, { id: "a", email: "old@x.jp" })
    await withdraw()
    await scratch.db.query("UPDATE customer SET email = 'new@x.jp'")

    expect(await verdict("marketing", "not_asked")).toBe("opted_out")
    expect(await verdict("notice")).toBe("may: opted_out")
    expect(await getConsent(scratch.db, "a")).toBe("opted_out")
    const { members } = await listMembers(scratch.db, { consent: ["opted_out"] })
    expect(members).toMatchObject([{ customer_id: "a", consent: "opted_out" }])
  })

  it("is withdrawn by the person who was never asked, too", async () => {
    await aCustomer(scratch.db, { id: "a", email: "old@x.jp" })
    await setConsent(scratch.db, withdrawalOf("a"))
    await scratch.db.query("UPDATE customer SET email = 'new@x.jp'")

    expect(await verdict("marketing", "not_asked")).toBe("opted_out")
  })

  it("is withdrawn at the address, whoever has it next, until they agree to mail for it", async () => {
    await aMember(scratch.db, { id: "a", email: "a@x.jp" })
    await setConsent(scratch.db, withdrawalOf("a"))
    await scratch.db.query("DELETE FROM customer")

    await aCustomer(scratch.db, { id: "new", email: "A@x.jp" })
    expect(await verdict("marketing", "not_asked")).toBe("opted_out")
    await setConsent(scratch.db, { customer_ids: ["new"], consent: "opted_in", ...from })
    expect(await verdict()).toBe("may: opted_in")
  })

  it("for one address is none for another that has withdrawn", async () => {
    await knownAddress(scratch.db, "shared@x.jp", { unsubscribed_at: "2025-01-01" })
    await aMember(scratch.db, { id: "a", email: "mine@x.jp", opted_in_at: "2026-01-01" })
    expect(await verdict()).toBe("may: opted_in")

    await scratch.db.query("UPDATE customer SET email = 'shared@x.jp'")
    expect(await verdict("marketing", "not_asked")).toBe("opted_out")
    expect(await setConsent(scratch.db, { customer_ids: ["a"], consent: "opted_in", ...from })).toEqual({
      updated: 1,
    })
    expect(await verdict()).toBe("may: opted_in")
  })

  it("given by an account ends when the guest with its address withdraws, wherever the account goes", async () => {
    await aMember(scratch.db, { id: "account", email: "a@x.jp" })
    await aCustomer(scratch.db, { id: "guest", email: "A@x.jp", has_account: false })
    await withdrawAddress(scratch.db, "a@x.jp", "guest", { source: "link" })
    await scratch.db.query("UPDATE customer SET email = 'new@x.jp' WHERE id = 'account'")

    expect((await countAudience(scratch.db, { filter: {} })).unsendable.opted_out).toBe(2)
  })

  it.each(["opted_in", "opted_out"] as const)("%s said 300 times is one event", async (consent) => {
    await aCustomer(scratch.db, { id: "a", email: "a@x.jp" })
    const said = { customer_ids: ["a"], consent, ...from }

    const answers = await Promise.all(Array.from({ length: 300 }, () => setConsent(scratch.db, said)))

    expect(answers.reduce((sum, { updated }) => sum + updated, 0)).toBe(1)
    expect(await scratch.db.query("SELECT FROM mpmd_consent_event")).toHaveLength(1)
  })

  it("withdrawn by 300 clicks on a link is one event", async () => {
    await aMember(scratch.db, { id: "a", email: "a@x.jp" })
    for (let click = 0; click < 300; click += 1) {
      await withdrawAddress(scratch.db, "a@x.jp", "a", { source: "link" })
    }
    expect(await scratch.db.query("SELECT action FROM mpmd_consent_event")).toEqual([{ action: "withdrawn" }])
  })

  it("withdrawn as a person leaves the old address to withdraw for itself", async () => {
    await aMember(scratch.db, { id: "a", email: "new@x.jp" })
    await aMember(scratch.db, { id: "b", email: "old@x.jp" })
    await setConsent(scratch.db, withdrawalOf("a"))

    expect(await withdrawAddress(scratch.db, "old@x.jp", "a", { source: "link" })).toBe(true)
    expect((await countAudience(scratch.db, { filter: {} })).unsendable.opted_out).toBe(2)
  })

  it("survives a change of address if nobody withdrew", async () => {
    await aMember(scratch.db, { id: "a", email: "old@x.jp" })
    await scratch.db.query("UPDATE customer SET email = 'new@x.jp'")

    expect(await verdict()).toBe("may: opted_in")
  })

  it("of a customer without an address is recorded and withdrawn all the same", async () => {
    await aCustomer(scratch.db, { id: "a", email: null })
    await setConsent(scratch.db, { customer_ids: ["a"], consent: "opted_in", ...from })
    expect(await scratch.db.query("SELECT customer_id FROM mpmd_member")).toHaveLength(1)

    await setConsent(scratch.db, { customer_ids: ["a"], consent: "opted_out", source: "admin" })
    expect(await scratch.db.query("SELECT opted_in_at, source, wording FROM mpmd_member")).toEqual([
      { opted_in_at: null, source: null, wording: null },
    ])
    expect(await scratch.db.query("SELECT FROM mpmd_address")).toHaveLength(0)
    expect(await lastEvents()).toEqual({ a: "withdrawn" })
    await scratch.db.query("UPDATE customer SET email = 'now@x.jp'")
    expect(await verdict("marketing", "not_asked")).toBe("opted_out")
  })

  it("is recorded for everyone in an audience", async () => {
    await aCustomer(scratch.db, { id: "a", metadata: { list: "2025" } })
    await aCustomer(scratch.db, { id: "b", metadata: { list: "2025" } })
    await aCustomer(scratch.db, { id: "c" })
    const audience = { filter: { metadata: { list: "2025" } } }

    expect(await setConsent(scratch.db, { audience, consent: "opted_in", ...from })).toEqual({ updated: 2 })
    expect(await lastEvents()).toEqual({ a: "granted", b: "granted" })
  })

  it("changes nothing if one customer is unknown, and names them", async () => {
    await aCustomer(scratch.db, { id: "a" })
    await aCustomer(scratch.db, { id: "gone", deleted_at: "2026-01-01" })
    const input: PlainConsentInput = { customer_ids: ["a", "gone", "cus_x"], consent: "opted_in", ...from }

    await expect(setConsent(scratch.db, input)).rejects.toMatchObject({
      type: "not_found",
      message: expect.stringContaining("cus_x, gone"),
    })
    expect(await scratch.db.query("SELECT FROM mpmd_consent_event")).toHaveLength(0)
  })

  it("is withdrawn by a link in a mail, in whatever spelling, even if the customer is gone", async () => {
    await aMember(scratch.db, { id: "a", email: "Foo@x.jp" })
    await withdrawAddress(scratch.db, " fOO@X.jp", "a", { source: "link" })
    expect(await verdict()).toBe("opted_out")

    await withdrawAddress(scratch.db, "stranger@x.jp", null, { source: "link" })
    await aMember(scratch.db, { id: "later", email: "Stranger@x.jp" })
    await scratch.db.query("UPDATE mpmd_member SET opted_in_at = '2020-01-01'")
    expect((await countAudience(scratch.db, { filter: {} })).unsendable.opted_out).toBe(2)
  })
})

describe("the page behind a link", () => {
  const links = { publicUrl: "https://shop.test", secret: "only-for-these-stories" }
  const WORDS = "Send me news again"
  const LINK = "unsubscribe link"

  /** @returns the token in a mail to this customer. */
  async function tokenTo(customerId: string | null, email: string): Promise<string> {
    await scratch.db.query(
      `INSERT INTO mpmd_delivery (id, kind, dedupe_key, content_id, customer_id, email, address, variables)
       VALUES ('mdlv_1', 'single', 'one', 'mcont_1', $1, $2, ${normalised("$2::text")}, '{}')`,
      [customerId, email]
    )
    return unsubscribeLink(links, "mdlv_1", "en").split("/").at(-1)!
  }
  const press = (token: string) => unsubscribe(scratch.db, links, token)
  const undo = (token: string) => undoUnsubscribe(scratch.db, links, token, WORDS)
  const events = () =>
    scratch.db.query("SELECT action, source, wording FROM mpmd_consent_event ORDER BY created_at")

  it("takes a slip back with a grant of its own, once, however often it is pressed", async () => {
    await aMember(scratch.db, { id: "a", email: "A@x.jp" })
    const token = await tokenTo("a", "A@x.jp")

    expect(await press(token)).toEqual({ state: "done", undoable: true })
    expect(await press(token)).toEqual({ state: "done", undoable: true })
    expect(await verdict()).toBe("opted_out")
    expect(await Promise.all([undo(token), undo(token)])).toEqual(["restored", "restored"])
    expect(await undo(token)).toBe("restored")

    expect(await verdict()).toBe("may: opted_in")
    expect(await events()).toEqual([
      { action: "withdrawn", source: LINK, wording: null },
      { action: "granted", source: "unsubscribe page, taken back", wording: WORDS },
    ])
  })

  it.each<[string, () => Promise<unknown>]>([
    [
      "who has said so elsewhere since",
      () =>
        setConsent(scratch.db, { customer_ids: ["a"], consent: "opted_in", source: "storefront" }).then(() =>
          setConsent(scratch.db, { customer_ids: ["a"], consent: "opted_out", source: "storefront" })
        ),
    ],
    [
      "after a day",
      () => scratch.db.query("UPDATE mpmd_consent_event SET created_at = now() - interval '25 hours'"),
    ],
    ["who is a customer no longer", () => scratch.db.query("UPDATE customer SET deleted_at = now()")],
  ])("does not bring back whoever withdrew and %s", async (_, meanwhile) => {
    await aMember(scratch.db, { id: "a", email: "a@x.jp" })
    const token = await tokenTo("a", "a@x.jp")
    await press(token)
    await meanwhile()

    const before = await events()
    expect(await undo(token)).toBe("too_late")
    expect(await events()).toEqual(before)
    expect(await press(token)).toMatchObject({ state: "done" })
    expect(await events()).toEqual(before)
  })

  it("offers nothing to an address without a customer, nor before anything was pressed", async () => {
    const token = await tokenTo(null, "guest@x.jp")

    expect(await undo(token)).toBe("too_late")
    expect(await press(token)).toEqual({ state: "done", undoable: false })
    expect(await undo(token)).toBe("too_late")
  })

  it("does nothing by a link that is a sample, was cut off, or whose mail is gone", async () => {
    await aMember(scratch.db, { id: "a", email: "a@x.jp" })
    const token = await tokenTo("a", "a@x.jp")
    await scratch.db.query("UPDATE mpmd_delivery SET deleted_at = now()")
    const example = unsubscribeLink(links, null, "ja").split("/").at(-1)!

    for (const [link, state] of [
      [example, "example"],
      [token.slice(0, -1), "broken"],
      ["", "broken"],
      [token, "broken"],
    ] as const) {
      expect(await press(link)).toEqual({ state })
      expect(await undo(link)).toBe(state)
    }
    expect(await events()).toEqual([])
    expect(await verdict()).toBe("may: opted_in")
  })
})

describe("at the moment of sending", () => {
  const TERMS = { delivery: "d", mailing: "t", member: "m", address: "a" }

  async function exclusions(): Promise<(Exclusion | null)[]> {
    const rows = await scratch.db.query<{ reason: Exclusion | null }>(
      `SELECT ${exclusionAtSending(TERMS)} AS reason FROM mpmd_delivery d JOIN mpmd_mailing t ON t.id = d.mailing_id
         ${consentJoins("d.customer_id", "d.address", TERMS)} ORDER BY d.position`
    )
    return rows.map(({ reason }) => reason)
  }

  async function frozen(purpose: Purpose, audience: object): Promise<void> {
    await scratch.db.query(
      "INSERT INTO mpmd_mailing (id, kind, content, audience, purpose) VALUES ('mling_1', 'member', '{}', $1, $2)",
      [JSON.stringify(audience), purpose]
    )
    await scratch.db.query(
      `INSERT INTO mpmd_delivery (id, kind, mailing_id, position, dedupe_key, content_id, customer_id, email,
         address, variables)
       SELECT 'mdlv_' || n, 'member', 'mling_1', n, n, 'mcont_1', 'cus_' || n, 'C' || n || '@x.jp',
         'c' || n || '@x.jp', '{}' FROM generate_series(1, 5) AS n`
    )
    await scratch.db.query(
      `INSERT INTO mpmd_member (customer_id, opted_in_at, source)
       SELECT 'cus_' || n, '2026-01-01', 'test' FROM generate_series(1, 4) AS n`
    )
    await knownAddress(scratch.db, "c2@x.jp", { unsubscribed_at: "2026-02-01" })
    await knownAddress(scratch.db, "c3@x.jp", { invalid: true })
    await knownAddress(scratch.db, "c4@x.jp", { complained_at: "2026-02-01" })
  }

  it("skips who has withdrawn, complained, turned invalid or lost their grant since", async () => {
    await frozen("marketing", {})
    expect(await exclusions()).toEqual([null, "opted_out", "invalid", "complained", "not_asked"])
  })

  it("skips whoever withdrew as a person, though the address of the mail did not", async () => {
    await frozen("marketing", { include: "not_asked" })
    await withdrawAddress(scratch.db, "another@x.jp", "cus_1", { source: "link" })
    await withdrawAddress(scratch.db, "another@x.jp", "cus_5", { source: "link" })

    expect(await exclusions()).toEqual(["opted_out", "opted_out", "invalid", "complained", "opted_out"])
  })

  it("holds the mailing's own terms against them", async () => {
    await frozen("marketing", { include: "not_asked" })
    expect(await exclusions()).toEqual([null, "opted_out", "invalid", "complained", null])
    await scratch.db.query("UPDATE mpmd_mailing SET purpose = 'notice'")
    expect(await exclusions()).toEqual([null, null, "invalid", "complained", null])
  })
})

describe("the record of consents", () => {
  const record = async (customer_id: string, page = { limit: 10, offset: 0 }) =>
    listConsents(scratch.db, { customer_id, ...page })
  const file = async (customerId: string | null = null) => {
    let text = ""
    for await (const piece of exportConsents(scratch.db, customerId)) {
      text += piece
    }
    return text.split("\r\n")
  }
  const agree = (customer: string, wording: string | null, actor: string | null = "user_1") =>
    setConsent(scratch.db, { customer_ids: [customer], consent: "opted_in", source: "form", wording }, actor)

  it("says who agreed or withdrew, when, how, to which words, and who entered it, the latest first", async () => {
    await aCustomer(scratch.db, { id: "a", email: "A@x.jp", first_name: "Hanako", last_name: "Yamada" })
    await agree("a", "Yes, send me news")
    await withdrawAddress(scratch.db, "a@x.jp", "a", { source: "unsubscribe link" })

    const { consents, count } = await record("a")
    expect(count).toBe(2)
    const ofHers = { customer_id: "a", name: "Hanako Yamada", email: "a@x.jp", created_at: expect.any(Date) }
    expect(consents).toEqual([
      {
        ...ofHers,
        id: expect.any(String),
        action: "withdrawn",
        source: "unsubscribe link",
        wording: null,
        actor_id: null,
      },
      {
        ...ofHers,
        id: expect.any(String),
        action: "granted",
        source: "form",
        wording: "Yes, send me news",
        actor_id: "user_1",
      },
    ])
    expect((await record("a", { limit: 1, offset: 1 })).consents).toEqual([consents[1]])
  })

  it("of a customer also holds the withdrawals of others from that address, but not their consents", async () => {
    await aCustomer(scratch.db, { id: "account", email: "a@x.jp" })
    await aCustomer(scratch.db, { id: "guest", email: "A@x.jp", has_account: false })
    await agree("guest", null)
    expect((await record("account")).count).toBe(0)

    await setConsent(scratch.db, { customer_ids: ["guest"], consent: "opted_out", source: "phone" })
    expect((await record("account")).consents).toMatchObject([{ customer_id: "guest", action: "withdrawn" }])
  })

  it("outlives the customer", async () => {
    await aCustomer(scratch.db, { id: "a", email: "a@x.jp" })
    await agree("a", null)
    await scratch.db.query("UPDATE customer SET deleted_at = now()")
    expect((await record("a")).count).toBe(1)
  })

  it("is a file for spreadsheets, of one or of all, the oldest first, in which no word becomes a formula", async () => {
    await aCustomer(scratch.db, { id: "a", email: "a@x.jp", first_name: "=cmd()" })
    await aCustomer(scratch.db, { id: "b", email: "b@x.jp" })
    await agree("a", '+1, "yes"')
    await agree("b", null, null)

    const [head, first, second, ...rest] = await file()
    expect(head).toBe("\ufeffcreated_at,customer_id,name,email,action,source,wording,actor_id")
    expect(first).toMatch(/^[-\dT:.]+Z,a,'=cmd\(\),a@x\.jp,granted,form,"'\+1, ""yes""",user_1$/)
    expect(second).toMatch(/^[-\dT:.]+Z,b,,b@x\.jp,granted,form,,$/)
    expect(rest).toEqual([""])
    expect(await file("b")).toEqual([head, second, ""])
  })

  it("is written whole, whatever its length", async () => {
    await scratch.db.query(
      "INSERT INTO customer (id, email, has_account) SELECT 'c' || n, 'c' || n || '@x.jp', true FROM generate_series(1, 2500) n"
    )
    await setConsent(scratch.db, { audience: { filter: {} }, consent: "opted_in", source: "import" })

    const lines = await file()
    const people = new Set(lines.slice(1, -1).map((line) => line.split(",")[1]))
    expect([lines.length, people.size]).toEqual([2_502, 2_500])
  })
})

describe("a corrected address", () => {
  const claim = (customer_id: string, email: string, shared?: boolean) =>
    claimAddress(scratch.db, { customer_id, email, shared })

  beforeEach(async () => {
    await aCustomer(scratch.db, { id: "hanako", email: "hanako@x.jp", first_name: "Hanako" })
    await aCustomer(scratch.db, { id: "taro", email: "Taro@x.jp", first_name: "Taro" })
    await aCustomer(scratch.db, { id: "guest", email: "guest@x.jp", has_account: false })
  })

  it("is kept as it is written, and another spelling of the same is one's own", async () => {
    expect(await claim("hanako", " New@x.jp ")).toBe("New@x.jp")
    expect(await claim("hanako", "HANAKO@x.jp")).toBe("HANAKO@x.jp")
  })

  it("is refused in any spelling if another customer of the kind has it, whatever is said", async () => {
    for (const shared of [false, true]) {
      await expect(claim("hanako", "taro@X.jp", shared)).rejects.toMatchObject({
        type: "conflict",
        issues: [{ field: "email", code: "address_taken", values: { name: "Taro" } }],
      })
    }
    await scratch.db.query("UPDATE customer SET deleted_at = now() WHERE id = 'taro'")
    expect(await claim("hanako", "taro@x.jp")).toBe("taro@x.jp")
  })

  it("is shared by an account and a guest only by somebody who has seen that", async () => {
    await expect(claim("hanako", "guest@x.jp")).rejects.toMatchObject({
      type: "conflict",
      issues: [{ field: "email", code: "address_shared", values: { name: "guest@x.jp" } }],
    })
    expect(await claim("hanako", "guest@x.jp", true)).toBe("guest@x.jp")
  })

  it("must be one, and of somebody who exists", async () => {
    await expect(claim("hanako", "nobody")).rejects.toMatchObject({ issues: [{ field: "email" }] })
    await expect(claim("cus_none", "new@x.jp")).rejects.toMatchObject({ type: "not_found" })
  })
})
