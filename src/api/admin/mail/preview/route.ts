import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { oneDocument } from "../../../../documents/one-document"
import { refusing } from "../../../../http/refusals"
import type { PreviewDTO } from "../../../../modules/mail/mailings/preview"
import type { PreviewQuestion } from "../../../../modules/mail/shapes"

/** The finished mail as a recipient would get it; faults come in `errors`. Changes nothing. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<PreviewQuestion>,
    res: MedusaResponse<PreviewDTO>
  ): Promise<void> => {
    const body = req.validatedBody
    const document = body.kind === "order" ? await oneDocument(req.scope, body) : undefined
    const { kind, content } = body
    const customer_id = body.kind === "member" ? body.customer_id : undefined
    const { sender_name, reply_to } = body.kind === "single" ? {} : body
    const { actor_id } = req.auth_context
    res.json(
      await mailModule(req.scope).previewContent(
        { kind, content, sender_name, reply_to, customer_id, document },
        actor_id
      )
    )
  }
)
