/** `POST /admin/mail/recipients`: a body, because hundreds of ids do not fit into an address. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { gatherDocuments } from "../../../../documents/gather"
import { refusing } from "../../../../http/refusals"
import type { RecipientDTO } from "../../../../modules/mail/orders/document"
import type { RecipientsQuestion } from "../../../../modules/mail/shapes"

/** Who would get mail about these documents, in the order of the ids, with what is known of their addresses. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<RecipientsQuestion>,
    res: MedusaResponse<{ recipients: RecipientDTO[]; count: number }>
  ): Promise<void> => {
    const { source, document_ids } = req.validatedBody
    const found = await gatherDocuments(req.scope, source, document_ids ?? [])
    const recipients = await mailModule(req.scope).listRecipients(found)
    res.json({ recipients, count: recipients.length })
  }
)
