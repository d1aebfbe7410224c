import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { only } from "../../../../http/fields"
import { refusing } from "../../../../http/refusals"
import type { MailingDTO } from "../../../../modules/mail/mailings/mailing"
import type { NewMailing } from "../../../../modules/mail/shapes"
import { createMailingWorkflow } from "../../../../workflows/mailings/create-mailing"
import type { mailingsQuery } from "./queries"

/** Drafts and history, newest first. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { chosen, ...query } = req.validatedQuery as ReturnType<typeof mailingsQuery>
  const found = await mailModule(req.scope).findMailings(query)
  res.json({ ...found, mailings: found.mailings.map(only(chosen)), offset: query.offset, limit: query.limit })
})

/** Keeps a draft, errors in its templates and all. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<NewMailing>,
    res: MedusaResponse<{ mailing: MailingDTO }>
  ): Promise<void> => {
    const { result: mailing } = await createMailingWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.json({ mailing })
  }
)
