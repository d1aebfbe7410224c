/** Whose mail a merchant is about to write. */
import { z } from "@medusajs/framework/zod"

import { ORDER_SOURCES } from "../../../../modules/mail/types"
import { checkDocuments, documents, withDocumentIds } from "../mailings/validators"

/** Body of `POST /admin/mail/recipients`. */
export const AdminGetMailRecipients = z
  .strictObject({ source: z.enum(ORDER_SOURCES), ...documents })
  .superRefine((body, context) => checkDocuments({ ...body, content: body }, context))
  .transform(withDocumentIds)
export type AdminGetMailRecipientsType = z.infer<typeof AdminGetMailRecipients>
