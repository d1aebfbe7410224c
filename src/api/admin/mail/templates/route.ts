import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { TemplateDTO, TemplateInput } from "../../../../modules/mail/templates/templates"
import { createTemplateWorkflow } from "../../../../workflows/templates/create-template"
import type { templatesQuery } from "./queries"

/** Templates without their texts, a page at a time. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof templatesQuery>
  const found = await mailModule(req.scope).listTemplates(query)
  res.json({
    ...found,
    templates: found.templates.map(only(chosen)),
    offset: query.offset,
    limit: query.limit,
  })
})

/** Stores a template; one that could not be sent is refused. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<TemplateInput>,
    res: MedusaResponse<{ template: TemplateDTO }>
  ): Promise<void> => {
    const { result: template } = await createTemplateWorkflow(req.scope).run({ input: req.validatedBody })
    res.json({ template })
  }
)
