/** One mail that other code asks for. */
import { z } from "@medusajs/framework/zod"

import { id, isSmall, line, mailbox, text } from "./atoms"
import { memberContent } from "./content"
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
        `must have at most ${MOST.variables} characters as JSON`
      )
      .optional(),
    idempotency_key: text(MOST.id),
    customer_id: id.nullish(),
    order_id: id.nullish(),
  })
  .superRefine(({ template_id, content }, context) => {
    if ((template_id === undefined) === (content === undefined)) {
      const message = "is required, or 'content', and not both"
      context.addIssue({ code: "custom", path: ["template_id"], message })
    }
  })
