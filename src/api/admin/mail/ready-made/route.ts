import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { TemplateDTO } from "../../../../modules/mail/templates/templates"

/** Puts the ready-made mails among the templates, in every language; what has such a key already stays as it is. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ templates: TemplateDTO[]; count: number }>
  ): Promise<void> => {
    const templates = await mailModule(req.scope).addReadyMadeTemplates()
    res.json({ templates, count: templates.length })
  }
)
