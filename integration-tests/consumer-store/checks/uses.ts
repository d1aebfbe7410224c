// What a store's author writes with the types of the package; compiled strictly, run by nobody.
import type { Context, MedusaContainer } from "@medusajs/framework/types"
import mailDelivery, {
  type DeliveryDTO,
  type ListedTemplate,
  MAIL_MODULE,
  type MailingDTO,
  type MailEvents,
  type MailModuleService,
  type MailTransportFactory,
  type SingleMailDTO,
  type TemplateDTO,
} from "medusa-plugin-mail-delivery/modules/mail"
import { CONSEQUENCES, type FailureClass, MAILING_STATES } from "medusa-plugin-mail-delivery/words"
import {
  createMailingWorkflow,
  type SendMailInput,
  sendMailWorkflow,
  setMemberConsentWorkflow,
} from "medusa-plugin-mail-delivery/workflows"

export const input: SendMailInput = {
  to: "ada@example.test",
  content: { subject: "Welcome, {{ guest }}", body: "We are glad that you are here.", format: "text" },
  variables: { guest: "Ada" },
  idempotency_key: "greeting:ada",
}

export const transport: MailTransportFactory<{ url: string }> = ({ url }) => ({
  async send({ id, signal, handOver }) {
    const headers = { "idempotency-key": id }
    const { ok } = await fetch(url, { method: "POST", headers, signal, body: handOver() })
    return ok ? { kind: "accepted" } : { kind: "rejected", forGood: false }
  },
  connections: 5,
})

export const wrong: MailTransportFactory = () => ({
  // @ts-expect-error -- whether it is for good must be said
  send: async () => ({ kind: "rejected", words: "no" }),
})

export async function greet(container: MedusaContainer): Promise<string> {
  const { result } = await sendMailWorkflow(container).run({ input })
  const id: string = result.id
  // @ts-expect-error -- a mail goes to somebody
  await sendMailWorkflow(container).run({ input: { variables: {} } })
  return id
}

export async function write(container: MedusaContainer): Promise<MailingDTO> {
  const { result } = await createMailingWorkflow(container).run({
    input: {
      kind: "member",
      content: { subject: "News", body: "Hello.", format: "html", include_signature: true },
      audience: { filter: { groups: ["cusgroup_1"], consent: ["opted_in"] } },
    },
  })
  // @ts-expect-error -- a mailing has no such field
  void result.nonsense
  return result
}

export async function look(container: MedusaContainer): Promise<[DeliveryDTO | undefined, ListedTemplate[]]> {
  const mail = container.resolve<MailModuleService>(MAIL_MODULE)
  const { deliveries } = await mail.listDeliveries({ mailing_id: "mlng_1", limit: 1, offset: 0 })
  const { templates } = await mail.listTemplates({ limit: 1, offset: 0 })
  return [deliveries[0], templates]
}

export async function read(container: MedusaContainer, { id }: ListedTemplate): Promise<TemplateDTO> {
  return container.resolve<MailModuleService>(MAIL_MODULE).getTemplate(id)
}

/** In a transaction of the store's own. */
export async function writeTogether(mail: MailModuleService, context: Context): Promise<SingleMailDTO> {
  await mail.setFlags({ emails: ["gone@example.test"], invalid: true }, null, context)
  await mail.setConsent({ customer_ids: ["cus_1"], consent: "opted_out", source: "shop" }, null, context)
  await mail.createMailing(
    { kind: "member", content: { subject: "News", body: "", format: "text", include_signature: true } },
    null,
    context
  )
  await mail.updateSettings({ sender_name: "Shop" }, context)
  // @ts-expect-error -- a context comes last
  await mail.setConsent({ customer_ids: ["cus_1"], consent: "opted_out", source: "shop" }, context)
  return mail.sendSingleMail(input, context)
}

export const mailings = mailDelivery.linkable.mailDeliveryMailing
export const consent = setMemberConsentWorkflow

/** A subscriber of the store, and what it says to whom. */
export function hear({ data }: { data: MailEvents["mail-delivery.mailing_paused"] }): string {
  return `${data.id} (${MAILING_STATES.join(", ")}): ${data.cause}`
}

export const isDead = (failure: FailureClass): boolean => CONSEQUENCES[failure].flagAfterMailings !== null
