/** A new mail begins with the template that the mail before it was written with: about the same kind of thing, and sent. */
import { createDraft, updateDraft } from "../../src/modules/mail/mailings/drafts"
import { undoSend } from "../../src/modules/mail/mailings/grace-and-undo"
import { getMailing } from "../../src/modules/mail/mailings/mailing"
import { requestSend } from "../../src/modules/mail/mailings/send"
import { parseOptions } from "../../src/modules/mail/options"
import { updateSettings } from "../../src/modules/mail/settings/settings"
import type { LastTemplateOf } from "../../src/modules/mail/shapes"
import { lastUsedTemplate } from "../../src/modules/mail/templates/last-used"
import { createTemplate, deleteTemplate } from "../../src/modules/mail/templates/templates"
import type { MailingKind, OrderSource } from "../../src/modules/mail/words"
import type { ScratchDatabase } from "../support/database"
import { aMember, emptyStore } from "../support/factories"
import { createStoreTables, MIGRATING } from "../support/store-tables"

const OPTIONS = parseOptions({})
const STAFF = "user_1"
const MEMBER: LastTemplateOf = { kind: "member" }

let scratch: ScratchDatabase
let hana: string

beforeAll(async () => {
  scratch = await createStoreTables()
  await updateSettings(scratch.db, { sender_address: "shop@shop.test" })
}, MIGRATING)
beforeEach(async () => {
  hana = await aMember(scratch.db, { email: "hana@x.test" })
})
afterEach(async () => {
  await emptyStore(scratch.db)
  await scratch.db.query("TRUNCATE mpmd_mailing, mpmd_template")
})
afterAll(() => scratch.drop())

async function template(name: string, kind: MailingKind = "member"): Promise<string> {
  const texts = kind === "member" ? { body: "Hello" } : { header: "Hello", footer: "" }
  return (await createTemplate(scratch.db, { name, kind, subject: name, ...texts })).id
}

function draft(template_id: string | null, actor: string | null = STAFF): Promise<string> {
  const content = { subject: "News", body: "Hello", format: "text", include_signature: false } as const
  const audience = { customer_ids: [hana] }
  return createDraft(scratch.db, { kind: "member", content, audience, template_id }, actor)
}

function orderDraft(source: OrderSource, template_id: string): Promise<string> {
  const words = {
    subject: "Yours",
    header: "",
    footer: "",
    format: "text",
    include_signature: false,
  } as const
  const content = { source, ...words }
  return createDraft(scratch.db, { kind: "order", content, document_ids: ["one"], template_id }, STAFF)
}

const send = (id: string) => requestSend(scratch.db, OPTIONS, id, {}, null)

/** The name of the template that the next one begins with. */
async function next(of: LastTemplateOf = MEMBER): Promise<string | undefined> {
  return (await lastUsedTemplate(scratch.db, of))?.name
}

it("is that of what was sent, from the moment of Send on, and not that of a draft", async () => {
  expect(await next()).toBeUndefined()
  const id = await draft(await template("Autumn"))
  expect(await next()).toBeUndefined()

  await send(id)
  expect(await getMailing(scratch.db, id)).toMatchObject({
    state: "scheduled",
    grace_left: expect.any(Number),
  })
  expect(await next()).toBe("Autumn")

  await undoSend(scratch.db, id)
  expect(await next()).toBeUndefined()
})

it("is the latest, and none if the latest was written without one", async () => {
  await send(await draft(await template("Autumn")))
  await send(await draft(await template("Winter")))
  expect(await next()).toBe("Winter")

  await send(await draft(null))
  expect(await next()).toBeUndefined()
})

it("is what people write with: a mailing that other code sends changes nothing", async () => {
  await send(await draft(await template("Autumn")))
  await send(await draft(null, null))
  await send(await draft(await template("By a program"), null))
  expect(await next()).toBe("Autumn")
})

it("is remembered for each kind of thing that is written about", async () => {
  await send(await draft(await template("Autumn")))
  await send(await orderDraft("order", await template("Thanks", "order")))
  await send(await orderDraft("fulfillment", await template("Parcel", "order")))

  expect(await next()).toBe("Autumn")
  expect(await next({ kind: "order", source: "order" })).toBe("Thanks")
  expect(await next({ kind: "order", source: "fulfillment" })).toBe("Parcel")
  expect(await next({ kind: "order", source: "draft_order" })).toBeUndefined()
  expect(await next({ kind: "order" })).toBe("Parcel")
})

it("is none when it was deleted, and what is written with it can still be stored", async () => {
  const autumn = await template("Autumn")
  await send(await draft(autumn))
  const open = await draft(autumn)
  await deleteTemplate(scratch.db, autumn)

  expect(await next()).toBeUndefined()
  await updateDraft(scratch.db, open, { template_id: autumn })
  expect(await getMailing(scratch.db, open)).toMatchObject({ template_id: autumn })
})

it("is given up by null, and stays where a change does not speak of it", async () => {
  const autumn = await template("Autumn")
  const id = await draft(autumn)
  await updateDraft(scratch.db, id, { audience: { customer_ids: [hana] } })
  expect(await getMailing(scratch.db, id)).toMatchObject({ template_id: autumn })
  await updateDraft(scratch.db, id, { template_id: null })
  expect(await getMailing(scratch.db, id)).toMatchObject({ template_id: null })
})

it("can be neither one that never was nor one of the other kind", async () => {
  const parcel = await template("Parcel", "order")
  const id = await draft(null)
  const wrong = [
    { template_id: parcel, issue: { field: "template_id", code: "no_member_template" } },
    { template_id: "mtpl_unknown", issue: { code: "not_found" } },
  ]
  for (const { template_id, issue } of wrong) {
    const refused = { issues: [expect.objectContaining(issue)] }
    await expect(draft(template_id)).rejects.toMatchObject(refused)
    await expect(updateDraft(scratch.db, id, { template_id })).rejects.toMatchObject(refused)
  }
  expect(await getMailing(scratch.db, id)).toMatchObject({ template_id: null })
})
