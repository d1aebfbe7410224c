/** Mail that other code asks for: exactly once for each of its keys, whatever else is sent. */
import { sendAutomatic } from "../../src/modules/mail/automatic/automatic"
import { getDelivery, listDeliveries } from "../../src/modules/mail/deliveries/ledger"
import { sendNotification } from "../../src/modules/mail/deliveries/notification"
import { resendDelivery } from "../../src/modules/mail/deliveries/resend"
import { sendSingleMail } from "../../src/modules/mail/deliveries/single"
import { saveSettings } from "../../src/modules/mail/facade/save-settings"
import { exampleDocument } from "../../src/modules/mail/orders/example"
import { createTemplate, deleteTemplate } from "../../src/modules/mail/templates/templates"
import type { ScratchDatabase } from "../support/database"
import { anOrder } from "../support/factories"
import { createStoreTables, MIGRATING } from "../support/store-tables"

jest.setTimeout(30_000)

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createStoreTables()
  await saveSettings(scratch.db, { sender_address: "shop@shop.test" })
}, MIGRATING)
afterAll(() => scratch.drop())

const ask = (idempotency_key: string) =>
  sendSingleMail(
    scratch.db,
    { timezone: "UTC" },
    {
      to: "hanako@shop.test",
      content: { subject: "Your ticket", body: "We have it.", format: "text" },
      idempotency_key,
    }
  )

it("goes out once for a key, however often and for whomever it is asked for", async () => {
  const first = await ask("ticket:1")
  const again = await Promise.all([ask("ticket:1"), ask("ticket:1")])

  expect(first.created).toBe(true)
  expect(again).toEqual([1, 2].map(() => ({ id: first.id, state: "pending", created: false })))
  expect((await ask("ticket:2")).created).toBe(true)
})

it("whoever asks once more gets the first mail, whatever has gone since: its template, the transport, the sender", async () => {
  const { id: template_id } = await createTemplate(scratch.db, {
    name: "Ticket",
    kind: "single",
    subject: "Your ticket {{ ticket }}",
    body: "We have it.",
  })
  const call = {
    to: "hanako@shop.test",
    template_id,
    variables: { ticket: "T-1" },
    transport: "branch",
    idempotency_key: "ticket:branch",
  }
  const transports = [{ name: "branch", salesChannels: [], senderDomains: [] }]
  const first = await sendSingleMail(scratch.db, { timezone: "UTC", transports }, call)

  await deleteTemplate(scratch.db, template_id)
  const again = { id: first.id, state: "pending", created: false }
  expect(await sendSingleMail(scratch.db, { timezone: "UTC" }, { ...call, variables: {} })).toEqual(again)
  await expect(
    sendSingleMail(scratch.db, { timezone: "UTC" }, { ...call, idempotency_key: "ticket:other" })
  ).rejects.toMatchObject({ type: "invalid_data" })
})

it("a notification too, which Medusa asks for once more after a failure of its own", async () => {
  const given = {
    id: "noti_1",
    to: "hanako@shop.test",
    channel: "email",
    content: { subject: "Your ticket", text: "We have it." },
    idempotency_key: "notified-ticket:1",
  }
  const installed = { timezone: "UTC", attachmentMegabytes: 25 }
  const first = await sendNotification(scratch.db, { ...installed, smtp: {} }, given)
  expect(first.created).toBe(true)

  const again = { id: first.id, state: "pending", created: false }
  expect(await sendNotification(scratch.db, installed, { ...given, id: "noti_2" })).toEqual(again)
  await expect(
    sendNotification(scratch.db, installed, { ...given, idempotency_key: "notified-ticket:2" })
  ).rejects.toMatchObject({ type: "not_allowed" })
})

it.each(["text", "html"] as const)(
  "a signature may name members whom a caller need not know: %s",
  async (format) => {
    await saveSettings(scratch.db, {
      signature_text: "Thank you, {{ member.name }}.",
      signature_html: "<p>Thank you, {{ member.name }}.</p>",
    })
    const content = { subject: "Your password", body: "Here: {{ url }}", format }
    const asked = { to: "hanako@shop.test", content, idempotency_key: `password:${format}` }
    const variables = { url: "https://shop.test/new" }
    const { id } = await sendSingleMail(scratch.db, { timezone: "UTC" }, { ...asked, variables })

    expect((await getDelivery(scratch.db, id)).mail?.text).toContain("Here: https://shop.test/new")
    expect((await getDelivery(scratch.db, id)).mail?.text).toContain("Thank you, .")
    // What their own words name is missed as before, and nothing else.
    await expect(
      sendSingleMail(scratch.db, { timezone: "UTC" }, { ...asked, idempotency_key: `missed:${format}` })
    ).rejects.toMatchObject({ message: expect.stringMatching(/names url, which/) })
    await saveSettings(scratch.db, { signature_text: null, signature_html: null })
  }
)

it("a caller's key silences no mail of ours, even if it is spelt like one", async () => {
  const template = { name: "Placed", kind: "order", subject: "Thank you", header: "", footer: "" } as const
  const { id: template_id } = await createTemplate(scratch.db, template)
  await saveSettings(scratch.db, { automatic: { order_canceled: { enabled: true, template_id } } })
  const document = { ...exampleDocument("order", "en"), id: "order_1", order_id: "order_1" }
  await anOrder(scratch.db, { id: "order_1", email: document.email })
  await ask("auto:order_canceled:order_1")

  const confirmation = await sendAutomatic(
    scratch.db,
    { timezone: "UTC" },
    "order_canceled",
    "order_1",
    document
  )
  expect(confirmation).toMatchObject({ created: true })

  await ask(`resend:${confirmation!.id}:1`)
  await scratch.db.query("UPDATE mpmd_delivery SET state = 'sent' WHERE id = $1", [confirmation!.id])
  const resent = await resendDelivery(scratch.db, confirmation!.id, null)
  const contents = await scratch.db.query(
    "SELECT count(*)::int AS mails FROM mpmd_delivery WHERE id IN ($1, $2) GROUP BY content_id",
    [confirmation!.id, resent.id]
  )
  expect(contents).toEqual([{ mails: 2 }])
})

it("lists name each mail by the subject that its reader saw; one that cannot be made by what was written", async () => {
  const { id } = await sendSingleMail(
    scratch.db,
    { timezone: "UTC" },
    {
      to: "hanako@shop.test",
      content: {
        subject: "Ticket {{ ticket.id }} | {{ ticket.state | upcase }}",
        body: "Hi",
        format: "text",
      },
      variables: { ticket: { id: "T-1", state: "open" } },
      idempotency_key: "ticket:3",
      customer_id: "cus_1",
    }
  )
  const subjects = async () =>
    (await listDeliveries(scratch.db, { customer_id: "cus_1", limit: 10, offset: 0 })).deliveries.map(
      ({ subject }) => subject
    )
  expect(await subjects()).toEqual(["Ticket T-1 | OPEN"])

  await scratch.db.query(
    "UPDATE mpmd_delivery SET content_cleared_at = now(), variables = '{}' WHERE id = $1",
    [id]
  )
  expect(await subjects()).toEqual(["Ticket {{ ticket.id }} | {{ ticket.state | upcase }}"])
})
