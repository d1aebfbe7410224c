import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { MailSettingsDTO } from "../../../../modules/mail/settings/settings"
import { updateMailSettingsWorkflow } from "../../../../workflows/templates/update-mail-settings"

/** The shop's settings, and what the pages need of the options. */
interface SettingsAnswer {
  settings: MailSettingsDTO
  /** IANA, of the shop. */
  timezone: string
  /** Of all files of one mail together. */
  attachment_megabytes: number
  /** Those that the shop has several of, `default` first; none where it has one. */
  transports: string[]
}

/** The shop's settings, and what the pages need of the options: its time zone, its transports, how large files may be. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<SettingsAnswer>): Promise<void> => {
    const mail = mailModule(req.scope)
    res.json({
      settings: await mail.getSettings(),
      timezone: await mail.getTimezone(),
      attachment_megabytes: await mail.getAttachmentMegabytes(),
      transports: await mail.getTransportNames(),
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
