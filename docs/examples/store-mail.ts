// src/subscribers/store-mail.ts of your store
import type { SubscriberArgs, SubscriberConfig } from "@medusajs/framework"
import { Modules } from "@medusajs/framework/utils"

const [ADMIN, SHOP] = [process.env.ADMIN_URL, process.env.STOREFRONT_URL]

type Data = { id: string; entity_id: string; actor_type: string; token: string }

export default async function storeMail({ event: { name, data }, container }: SubscriberArgs<Data>) {
  const send = (to: string, template: string, values: Record<string, unknown>) =>
    container
      .resolve(Modules.NOTIFICATION)
      .createNotifications({ to, channel: "email", template, data: values, trigger_type: name })
  if (name === "auth.password_reset") {
    const page = data.actor_type === "user" ? `${ADMIN}/reset-password` : `${SHOP}/reset-password`
    const query = new URLSearchParams({ token: data.token, email: data.entity_id })
    await send(data.entity_id, "password-reset", { url: `${page}?${query}` })
  } else if (name === "customer.created") {
    const customer = await container.resolve(Modules.CUSTOMER).retrieveCustomer(data.id)
    if (customer.has_account) {
      await send(customer.email, "customer-welcome", { name: customer.first_name })
    }
  } else {
    const { email, token } = await container.resolve(Modules.USER).retrieveInvite(data.id)
    await send(email, "invite", { url: `${ADMIN}/invite?${new URLSearchParams({ token })}` })
  }
}

export const config: SubscriberConfig = {
  event: ["auth.password_reset", "customer.created", "invite.created", "invite.resent"],
  context: { subscriberId: "store-mail" },
}
