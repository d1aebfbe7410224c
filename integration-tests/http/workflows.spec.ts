/** What other code of a store builds on: workflows from the container, the link for Query. */
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  type WorkflowData,
  WorkflowResponse,
} from "@medusajs/framework/workflows-sdk"

import { mailModule } from "../../src/container/mail-module"
import transportNoticesHandler from "../../src/subscribers/transport-notices"
import {
  createMailingWorkflow,
  createTemplateWorkflow,
  sendMailingWorkflow,
  type SendMailInput,
  sendMailWorkflow,
  setMemberConsentWorkflow,
  setMemberFlagsWorkflow,
  type UpdateMailingInput,
  updateMailingWorkflow,
  type UpdateMailSettingsInput,
  updateMailSettingsWorkflow,
  type UpdateTemplateInput,
  updateTemplateWorkflow,
} from "../../src/workflows"
import { until } from "../support/engine"
import { createCustomers, withStore } from "../support/store"

const ticket = {
  to: "hanako@shop.test",
  content: { subject: "Your ticket {{ ticket.id }}", body: "Dear {{ name }}, we have it.", format: "text" },
  variables: { ticket: { id: "T-1" }, name: "Hanako" },
  idempotency_key: "ticket-received:T-1",
} satisfies SendMailInput

const news = {
  kind: "member" as const,
  content: { subject: "News", body: "Hello", format: "text" as const, include_signature: false },
  audience: { filter: {} },
}

/** Another plugin's own step that does not work out. */
const failStep = createStep("fail", async () => {
  throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, "The other plugin's step failed")
})

/** Everything that can be taken back, and then a failure. */
const failingWorkflow = createWorkflow("failing", () => {
  const mailing = createMailingWorkflow.runAsStep({ input: news })
  createTemplateWorkflow.runAsStep({
    input: { name: "New", kind: "member", subject: "News", body: "Hello", format: "text" },
  })
  updateMailSettingsWorkflow.runAsStep({ input: { sender_name: "Other shop" } })
  failStep()
  return new WorkflowResponse(mailing)
})

/** What was changed, and then a failure. */
const failingSettings = createWorkflow("failing-settings", (input: WorkflowData<UpdateMailSettingsInput>) => {
  const settings = updateMailSettingsWorkflow.runAsStep({ input })
  failStep()
  return new WorkflowResponse(settings)
})

const failingUpdate = createWorkflow("failing-update", (input: WorkflowData<UpdateMailingInput>) => {
  const mailing = updateMailingWorkflow.runAsStep({ input })
  failStep()
  return new WorkflowResponse(mailing)
})

/** Somebody else changes something besides, before it fails. */
const meanwhileStep = createStep("meanwhile", async (id: string, { container }) => {
  await mailModule(container).updateTemplate(id, { subject: "Theirs" })
})

const failingTemplate = createWorkflow("failing-template", (input: WorkflowData<UpdateTemplateInput>) => {
  const template = updateTemplateWorkflow.runAsStep({ input })
  meanwhileStep(input.id)
  failStep()
  return new WorkflowResponse(template)
})

withStore({}, (store) => {
  let hanako: string
  let taro: string

  beforeAll(async () => {
    ;[hanako, taro] = (await createCustomers(store, [
      { email: "hanako@shop.test", first_name: "Hanako" },
      { email: "taro@shop.test", first_name: "Taro" },
    ])) as [string, string]
    const input = { sender_name: "Shop", sender_address: "shop@shop.test" }
    await updateMailSettingsWorkflow(store.container).run({ input })
  })

  const received = (count: number) => store.smtp.waitFor(() => store.smtp.received.length === count, 20_000)

  // The first story: the notification module remembers its providers from their first use on.
  it("a store without the feed channel is told once, and mail goes on", async () => {
    const knex = store.container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
    await knex("notification_provider").update({ is_enabled: false })
    const warn = jest.spyOn(store.container.resolve(ContainerRegistrationKeys.LOGGER), "warn")
    const tell = () =>
      transportNoticesHandler({
        event: { name: "mail-delivery.transport_paused", data: { message: "535 Wrong password" } },
        container: store.container,
        pluginOptions: {},
      })

    await tell()
    await tell()
    expect(warn.mock.calls).toEqual([[expect.stringContaining("do not reach the admin's bell")]])
    warn.mockRestore()
  })

  it("one mail to one address, once for each key", async () => {
    const first = await sendMailWorkflow(store.container).run({ input: ticket })
    await received(1)
    const second = await sendMailWorkflow(store.container).run({ input: ticket })
    const other = await sendMailWorkflow(store.container).run({
      input: { ...ticket, idempotency_key: "ticket-received:T-2" },
    })
    await received(2)

    expect(first.result.created).toBe(true)
    expect(second.result).toMatchObject({ id: first.result.id, created: false })
    expect(store.smtp.received.map(({ deliveryId }) => deliveryId)).toEqual([
      first.result.id,
      other.result.id,
    ])
    expect(store.smtp.received[0]!.bytes.toString()).toContain("Subject: Your ticket T-1")
  })

  it("one mail is refused for an address that is none, and for a variable that is missing", async () => {
    const refused = async (changes: Partial<SendMailInput>) => {
      const { errors } = await sendMailWorkflow(store.container).run({
        input: { ...ticket, ...changes },
        throwOnError: false,
      })
      return (errors[0]?.error as Error | undefined)?.message
    }

    expect(await refused({ to: "nobody" })).toMatch(/^to: /)
    expect(await refused({ variables: { name: "Hanako" } })).toMatch(/^variables: .*ticket\.id/)
    expect(await refused({ idempotency_key: " " })).toContain("'idempotency_key'")
    expect(await mailModule(store.container).listDeliveries({ limit: 1, offset: 0 })).toMatchObject({
      count: 0,
    })
  })

  it("another system asks over HTTP for the same, by the same rules", async () => {
    interface Single {
      delivery: { id: string; state: string; created: boolean }
    }
    const first = await store.admin.post<Single>("/single", { ...ticket, awaited: true })
    await received(1)
    const { result } = await sendMailWorkflow(store.container).run({ input: ticket })

    expect(first).toMatchObject({ status: 202, body: { delivery: { state: "pending", created: true } } })
    expect(result).toMatchObject({ id: first.body.delivery.id, created: false })
    expect(store.smtp.received[0]!.deliveryId).toBe(result.id)

    const other = { ...ticket, idempotency_key: "ticket:other", variables: { name: "Hanako" } }
    const refused = await store.admin.post("/single", other)
    expect(refused.status).toBe(400)
    expect(refused.body).toMatchObject({ issues: [{ field: "variables", code: "missing_variables" }] })
    expect((await store.visitor.post("/single", ticket)).status).toBe(401)
  })

  it("consents, flags and a mailing, without a route", async () => {
    await setMemberConsentWorkflow(store.container).run({
      input: { customer_ids: [hanako, taro], consent: "opted_in", source: "import" },
    })
    await setMemberFlagsWorkflow(store.container).run({
      input: { emails: ["taro@shop.test"], invalid: true },
    })
    const { result: draft } = await createMailingWorkflow(store.container).run({ input: news })
    await sendMailingWorkflow(store.container).run({ input: { id: draft.id } })

    const mail = mailModule(store.container)
    await until("it is completed", async () => (await mail.getMailing(draft.id)).state === "completed")
    expect(store.smtp.received.map(({ to }) => to[0])).toEqual(["hanako@shop.test"])
  })

  it("a time in the past is refused without a route, too", async () => {
    const { result: draft } = await createMailingWorkflow(store.container).run({ input: news })
    const { errors } = await sendMailingWorkflow(store.container).run({
      input: { id: draft.id, scheduled_at: "2020-01-01T00:00:00Z" },
      throwOnError: false,
    })

    expect((errors[0]?.error as Error).message).toContain("'scheduled_at'")
  })

  it("when a later step fails, drafts, templates and settings are as they were", async () => {
    const { errors } = await failingWorkflow(store.container).run({ throwOnError: false })
    const mail = mailModule(store.container)

    expect(errors).toHaveLength(1)
    expect(await mail.findMailings({ limit: 1, offset: 0 })).toMatchObject({ count: 0 })
    expect(await mail.listTemplates({ limit: 1, offset: 0 })).toMatchObject({ count: 0 })
    expect(await mail.getSettings()).toMatchObject({ sender_name: "Shop" })
  })

  it("nor is a mail that the store sends by itself left switched on", async () => {
    const mail = mailModule(store.container)
    const words = {
      subject: "Order {{ order.number }}",
      header: "Hello",
      footer: "",
      format: "text",
    } as const
    const { id: template_id } = await mail.createTemplate({ kind: "order", name: "Order", ...words })
    const rule = { enabled: true, template_id }
    await mail.updateSettings({ automatic: { order_placed: rule } })
    const input = { automatic: { order_placed: { ...rule, enabled: false }, order_canceled: rule } }

    const { errors } = await failingSettings(store.container).run({ input, throwOnError: false })
    expect(errors).toHaveLength(1)
    expect((await mail.getSettings()).automatic).toMatchObject({
      order_placed: { enabled: true, template_id },
      order_canceled: { enabled: false },
    })
  })

  it("and a draft has the template back that it was begun with", async () => {
    const mail = mailModule(store.container)
    const words = { kind: "member", subject: "News", body: "Hello", format: "text" } as const
    const [first, second] = [
      await mail.createTemplate({ ...words, name: "First" }),
      await mail.createTemplate({ ...words, name: "Second" }),
    ]
    for (const before of [first.id, null]) {
      const { id } = await mail.createMailing({ ...news, template_id: before })
      const input = { id, changes: { template_id: second.id } }
      const { errors } = await failingUpdate(store.container).run({ input, throwOnError: false })
      expect(errors).toHaveLength(1)
      expect((await mail.getMailing(id)).template_id).toBe(before)
    }
  })

  it("what somebody else changed of a template meanwhile stays", async () => {
    const mail = mailModule(store.container)
    const words = { kind: "member", subject: "News", body: "Hello", format: "text" } as const
    const { id } = await mail.createTemplate({ ...words, name: "Theirs" })
    const { errors } = await failingTemplate(store.container).run({
      input: { id, changes: { body: "Ours" } },
      throwOnError: false,
    })
    expect(errors).toHaveLength(1)
    expect(await mail.getTemplate(id)).toMatchObject({ subject: "Theirs", body: "Hello" })
  })

  it("a template that cannot be changed stays as it was", async () => {
    const { result: template } = await createTemplateWorkflow(store.container).run({
      input: { name: "New", kind: "member", subject: "News", body: "Hello", format: "text" },
    })
    const { errors } = await updateTemplateWorkflow(store.container).run({
      input: { id: template.id, changes: { body: "{{" } },
      throwOnError: false,
    })

    expect(errors).toHaveLength(1)
    expect(await mailModule(store.container).getTemplate(template.id)).toMatchObject({ body: "Hello" })
  })

  it("Query finds customers by their grant of consent, and shows nothing but since when", async () => {
    const evidence = { source: "import", wording: "Yes, send me news", actor_id: "user_1" }
    await setMemberConsentWorkflow(store.container).run({
      input: { customer_ids: [hanako], consent: "opted_in", ...evidence },
    })
    const query = store.container.resolve(ContainerRegistrationKeys.QUERY)
    const grantedSince = (time: string) =>
      query.graph({
        entity: "customer",
        fields: ["first_name", "mail_delivery_member.*"],
        filters: { mail_delivery_member: { opted_in_at: { $gte: time } } } as object,
      })

    const [found, ...others] = (await grantedSince("2026-01-01")).data
    expect(others).toEqual([])
    expect(found).toMatchObject({
      first_name: "Hanako",
      mail_delivery_member: { customer_id: hanako, opted_in_at: expect.any(Date) },
    })
    // Whoever may read customers must not see by this what somebody agreed to, and who recorded it.
    for (const hidden of [...Object.keys(evidence), ...Object.values(evidence)]) {
      expect(JSON.stringify(found)).not.toContain(hidden)
    }
    expect((await grantedSince("2100-01-01")).data).toEqual([])
  })
})
