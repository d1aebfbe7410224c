// The store's own mail, beside ours.
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import type MailService from "../../../modules/mail/service"
import { sendMail } from "../../../workflows/send-mail"

export async function POST(req: MedusaRequest<{ to: string }>, res: MedusaResponse): Promise<void> {
  const mail = req.scope.resolve<MailService>("mail")
  const { id } = await mail.createMailTemplates({ name: "letterhead" })
  const { result } = await sendMail(req.scope).run({ input: { to: req.body.to } })
  res.json({ letter: result, template: await mail.retrieveMailTemplate(id) })
}
