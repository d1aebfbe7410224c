/** Who may tell what became of mails: mail services, and mail servers of the shop's, each by what it signs with. */
import { z } from "@medusajs/framework/zod"

import { resendKey } from "../bounces/services/resend"
import { sendgridKey } from "../bounces/services/sendgrid"

const secret = z.string().min(16, "must have at least 16 characters")

const topic = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w.-]+$/,
    "must be the ARN of a topic such as arn:aws:sns:eu-west-1:123456789012:mail"
  )

const verificationKey = z
  .string()
  .refine(
    (text) => sendgridKey(text) !== null,
    "must be the verification key that SendGrid shows at the event webhook"
  )

const signingSecret = z
  .string()
  .refine(
    (text) => resendKey(text) !== null,
    "must be the signing secret that Resend shows at the webhook, whsec_…"
  )

export const events = z.strictObject({
  /** Our own way, see docs/bounces.md; returned messages at `/mail/events/message` are signed with it too. */
  signed: secret.optional(),
  ses: z.strictObject({ topics: z.array(topic).nonempty() }).optional(),
  sendgrid: verificationKey.optional(),
  /** The password in the address: `https://postmark:<password>@shop.example/mail/events/postmark`. */
  postmark: secret.optional(),
  /** The HTTP webhook signing key. */
  mailgun: secret.optional(),
  /** The token that was entered for the webhook, or its password, to the user `brevo`. */
  brevo: secret.optional(),
  /** The signing secret of the webhook, `whsec_…`. */
  resend: signingSecret.optional(),
})

export const EVENTS_NAMES = Object.keys(events.shape)
