/** What can be previewed: content of either kind, saved or not. */
import { z } from "@medusajs/framework/zod"

import { MAILING_KINDS } from "../../../../modules/mail/types"
import { expected, memberContent, oneDocument, orderContent } from "../common-validators"

/** Body of `POST /admin/mail/preview`. */
export const AdminPreviewMail = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("member"), content: memberContent, customer_id: z.string().optional() }),
    z.strictObject({ kind: z.literal("order"), content: orderContent, ...oneDocument }),
  ],
  expected("kind", MAILING_KINDS)
)
export type AdminPreviewMailType = z.infer<typeof AdminPreviewMail>
