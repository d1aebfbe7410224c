/** What Medusa's Notification Module hands to a provider. */
import { z } from "@medusajs/framework/zod"

import { id, isSmall, line, mailbox, text, words } from "./atoms"
import { attachments } from "./attachments"
import { unless } from "./custom"
import { MOST } from "./limits"

/** Fields that we do not know are the row's own, or of another version of Medusa: they change nothing. */
export const notification = z.object({
  id: id.optional(),
  to: mailbox,
  from: mailbox.nullish(),
  template: words(MOST.name).nullish(),
  data: z
    .record(z.string().min(1).max(MOST.name), z.unknown())
    .refine(
      (value) => isSmall(value, MOST.variables),
      unless("text_too_long", `must have at most ${MOST.variables} characters as JSON`, {
        limit: MOST.variables,
      })
    )
    .nullish(),
  /** Medusa has this field for what a provider knows alone: what we do not know (`cc`) would be dropped in silence. */
  provider_data: z
    .strictObject({
      locale: words(MOST.name).nullish(),
      recipient_name: line(MOST.name).nullish(),
      awaited: z.boolean().optional(),
      transport: text(MOST.name).nullish(),
      sales_channel_id: id.nullish(),
    })
    .nullish(),
  content: z
    .object({
      subject: line(MOST.subject).nullish(),
      text: words(MOST.body).nullish(),
      html: words(MOST.body).nullish(),
    })
    .nullish(),
  attachments: attachments.nullish(),
  trigger_type: words(MOST.id).nullish(),
  resource_id: words(MOST.id).nullish(),
  resource_type: words(MOST.id).nullish(),
  receiver_id: words(MOST.id).nullish(),
  idempotency_key: text(MOST.id).nullish(),
})

export type CheckedNotification = z.output<typeof notification>
