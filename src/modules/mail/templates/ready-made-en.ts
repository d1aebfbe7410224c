/** The ready-made mails in English. */
import type { ReadyMadeKey } from "../words/ready-made"
import type { ReadyMadeTemplate } from "./templates"

const DEAR = `Dear {{ member.name | default: "customer" }},`
const QUESTIONS = "If you have any questions, just reply to this mail."

export const readyMadeEn: Record<ReadyMadeKey, ReadyMadeTemplate> = {
  "password-reset": {
    kind: "single",
    name: "New password",
    subject: "Your new password",
    body: `Somebody, probably you, asked for a new password. Set it here:

{{ url }}

The link works once and for a short time only. If it was not you, there is nothing to do: your password stays as it is.
`,
  },
  invite: {
    kind: "single",
    name: "Invitation of staff",
    subject: "You are invited to {{ store.name }}",
    body: `You are invited to work on {{ store.name }}. Open your account here:

{{ url }}

The link works for a short time only. If you do not expect it, there is nothing to do.
`,
  },
  "customer-welcome": {
    kind: "single",
    name: "Welcome",
    subject: "Welcome to {{ store.name }}",
    body: `Dear {{ name | default: "customer" }},

thank you for opening an account with us. From now on you find your orders and addresses there.

${QUESTIONS}
`,
  },
  "order-placed": {
    kind: "order",
    name: "Order placed",
    subject: "Your order {{ order.number }}",
    header: `${DEAR}

thank you for your order. We have received it as follows.
`,
    footer: `We will write again as soon as your order is on its way.

${QUESTIONS}
`,
  },
  "order-shipped": {
    kind: "order",
    name: "Order shipped",
    subject: "Your order {{ order.number }} is on its way",
    header: `${DEAR}

we have handed over your order {{ order.number }} to the carrier.
`,
    footer: `${QUESTIONS}

Thank you for your order.
`,
  },
  "order-cancelled": {
    kind: "order",
    name: "Order cancelled",
    subject: "Your order {{ order.number }} is cancelled",
    header: `${DEAR}

your order {{ order.number }} of {{ order.date }} is cancelled. What you have paid comes back the way it was paid.
`,
    footer: `${QUESTIONS}
`,
  },
}
