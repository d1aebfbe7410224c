import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../container/mail-module"
import { only } from "../../../../../http/fields"
import { refusing } from "../../../../../http/refusals"
import type { MailingChanges } from "../../../../../modules/mail/mailings/drafts"
import type { MailingDTO } from "../../../../../modules/mail/mailings/mailing"
import { deleteMailingWorkflow } from "../../../../../workflows/mailings/delete-mailing"
import { updateMailingWorkflow } from "../../../../../workflows/mailings/update-mailing"
import type { mailingQuery } from "../queries"

/** A mailing with its counts, content and audience. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ mailing: Partial<MailingDTO> }>
  ): Promise<void> => {
    const { chosen } = req.validatedQuery as ReturnType<typeof mailingQuery>
    const mailing = await mailModule(req.scope).getMailing(req.params.id)
    res.json({ mailing: only(chosen)(mailing) })
  }
)

/** Changes a draft; `scheduled_at: null` brings a scheduled mailing back to draft first. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<MailingChanges>,
    res: MedusaResponse<{ mailing: MailingDTO }>
  ): Promise<void> => {
    const { result: mailing } = await updateMailingWorkflow(req.scope).run({
      input: { id: req.params.id, changes: req.validatedBody },
    })
    res.json({ mailing })
  }
)

/** Throws a draft away. */
export const DELETE = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
    const { id } = req.params
    await deleteMailingWorkflow(req.scope).run({ input: { id } })
    res.json({ id, object: "mailing", deleted: true })
  }
)
