import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { MailSettingsDTO } from "../../../../modules/mail/settings/settings"
import { updateMailSettingsWorkflow } from "../../../../workflows/templates/update-mail-settings"

/** The shop's settings, and what the pages need of the options: its time zone, and how large the files of one mail may be. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ settings: MailSettingsDTO; timezone: string; attachment_megabytes: number }>
  ): Promise<void> => {
    const mail = mailModule(req.scope)
    res.json({
      settings: await mail.getSettings(),
      timezone: await mail.getTimezone(),
      attachment_megabytes: await mail.getAttachmentMegabytes(),
    })
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
