/** `GET` and `POST /admin/mail/mailings`. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import type { MailingDTO } from "../../../../modules/mail/mailings/mailing"
import { mailModule } from "../../../../workflows/mail-module"
import { createMailingWorkflow } from "../../../../workflows/mailings/create-mailing"
import type { AdminCreateMailingType, AdminGetMailingsParamsType } from "./validators"

/** Drafts and history, newest first. */
export async function GET(
  req: AuthenticatedMedusaRequest<unknown, AdminGetMailingsParamsType>,
  res: MedusaResponse
): Promise<void> {
  const query = req.validatedQuery as AdminGetMailingsParamsType
  const found = await mailModule(req.scope).findMailings(query)
  res.json({ ...found, offset: query.offset, limit: query.limit })
}

/** Keeps a draft, errors in its templates and all. */
export async function POST(
  req: AuthenticatedMedusaRequest<AdminCreateMailingType>,
  res: MedusaResponse<{ mailing: MailingDTO }>
): Promise<void> {
  const { result: mailing } = await createMailingWorkflow(req.scope).run({
    input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
  })
  res.json({ mailing })
}
