/** One mail that other code asks for. */
import { z } from "@medusajs/framework/zod"

import { id, isSmall, line, mailbox, text } from "./atoms"
import { memberContent } from "./content"
import { refuse, unless } from "./custom"
import { MOST } from "./limits"

export const singleMail = z
  .strictObject({
    to: mailbox,
    recipient_name: line(MOST.name).nullish(),
    template_id: id.optional(),
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
    idempotency_key: text(MOST.id),
    customer_id: id.nullish(),
    order_id: id.nullish(),
    awaited: z.boolean().optional(),
  })
  .superRefine(({ template_id, content }, context) => {
    if ((template_id === undefined) === (content === undefined)) {
      refuse(context, "template_id", "one_of_two", "is required, or 'content', and not both", {
        one: "template_id",
        other: "content",
      })
    }
  })
