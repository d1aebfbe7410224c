import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { TemplateDTO } from "../../../../modules/mail/templates/templates"
import type { lastTemplateQuery } from "./queries"

/** The template of the last mailing of this kind and source that a person sent; null if it had none, or it was deleted. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ template: TemplateDTO | null }>
  ): Promise<void> => {
    const of = req.validatedQuery as ReturnType<typeof lastTemplateQuery>
    res.json({ template: await mailModule(req.scope).getLastUsedTemplate(of) })
  }
)
