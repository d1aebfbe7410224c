/** One mail that other code asks for. */
import { z } from "@medusajs/framework/zod"

import { id, isSmall, language, line, mailbox, text } from "./atoms"
import { attachments } from "./attachments"
import { memberContent } from "./content"
import { refuse, unless } from "./custom"
import { MOST } from "./limits"

export const singleMail = z
  .strictObject({
    to: mailbox,
    recipient_name: line(MOST.name).nullish(),
    template_id: id.optional(),
    template_key: text(MOST.name).optional(),
    locale: language.optional(),
    content: memberContent.extend({ include_signature: z.boolean().optional() }).optional(),
    variables: z
      .record(z.string().min(1).max(MOST.name), z.unknown())
      .refine(
        (value) => isSmall(value, MOST.variables),
        unless("text_too_long", `must have at most ${MOST.variables} characters as JSON`, {
          limit: MOST.variables,
        })
      )
      .optional(),
    attachments: attachments.optional(),
    idempotency_key: text(MOST.id),
    customer_id: id.nullish(),
    order_id: id.nullish(),
    /** Of which transports there are the options say. */
    transport: text(MOST.name).nullish(),
    sales_channel_id: id.nullish(),
    awaited: z.boolean().optional(),
  })
  .superRefine(({ template_id, template_key, content, locale }, context) => {
    if ([template_id, template_key, content].filter((given) => given !== undefined).length !== 1) {
      const words = "is required, or 'template_key', or 'content', and not several of them"
      const [one, other] = ["template_id, template_key", "content"]
      refuse(context, "template_id", "one_of_two", words, { one, other })
    }
    if (locale !== undefined && template_key === undefined) {
      refuse(context, "locale", "unknown_field", "chooses among templates of one 'template_key' alone", {
        name: "locale",
      })
    }
  })
