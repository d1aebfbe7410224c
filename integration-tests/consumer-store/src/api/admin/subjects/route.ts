// The store asks the module itself, and knows what it says no to by Medusa's own class of errors.
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { MAIL_MODULE, type MailModuleService } from "medusa-plugin-mail-delivery/modules/mail"

export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const mail = req.scope.resolve<MailModuleService>(MAIL_MODULE)
  try {
    const { subject } = await mail.getTemplate(String(req.query.template))
    res.json({ subject })
  } catch (error) {
    if (!(error instanceof MedusaError) || error.type !== MedusaError.Types.NOT_FOUND) {
      throw error
    }
    res.json({ subject: "our own", because: error.message })
  }
}
