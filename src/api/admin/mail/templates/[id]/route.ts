import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { only } from "../../../../../http/fields"
import { refusing } from "../../../../../http/refusals"
import type { TemplateChanges, TemplateDTO } from "../../../../../modules/mail/templates/templates"
import { deleteTemplateWorkflow } from "../../../../../workflows/templates/delete-template"
import { updateTemplateWorkflow } from "../../../../../workflows/templates/update-template"
import type { templateQuery } from "../queries"

/** A template with its texts. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ template: Partial<TemplateDTO> }>
  ): Promise<void> => {
    const { chosen } = req.validatedQuery as ReturnType<typeof templateQuery>
    const template = await mailModule(req.scope).getTemplate(req.params.id)
    res.json({ template: only(chosen)(template) })
  }
)

/** Changes what is given; what could not be sent is refused with its place. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<TemplateChanges>,
    res: MedusaResponse<{ template: TemplateDTO }>
  ): Promise<void> => {
    const { result: template } = await updateTemplateWorkflow(req.scope).run({
      input: { id: req.params.id, changes: req.validatedBody },
    })
    res.json({ template })
  }
)

/** Takes a template away, unless automatic mail uses it. */
export const DELETE = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
    const { id } = req.params
    await deleteTemplateWorkflow(req.scope).run({ input: { id } })
    res.json({ id, object: "mail_template", deleted: true })
  }
)
