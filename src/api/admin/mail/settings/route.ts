import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { MailSettingsDTO } from "../../../../modules/mail/settings/settings"
import { updateMailSettingsWorkflow } from "../../../../workflows/templates/update-mail-settings"

/** The shop's settings, and its time zone. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ settings: MailSettingsDTO; timezone: string }>
  ): Promise<void> => {
    const mail = mailModule(req.scope)
    res.json({ settings: await mail.getSettings(), timezone: await mail.getTimezone() })
  }
)

/** Changes what is given and leaves the rest. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<Partial<MailSettingsDTO>>,
    res: MedusaResponse<{ settings: MailSettingsDTO }>
  ): Promise<void> => {
    const { result: settings } = await updateMailSettingsWorkflow(req.scope).run({ input: req.validatedBody })
    res.json({ settings })
  }
)
