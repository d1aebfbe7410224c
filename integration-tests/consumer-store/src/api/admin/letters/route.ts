// The store's own mail, beside ours: by post, and by another plugin's provider of notifications.
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Modules } from "@medusajs/framework/utils"

import type MailService from "../../../modules/mail/service"
import { sendMail } from "../../../workflows/send-mail"

export async function POST(req: MedusaRequest<{ to: string }>, res: MedusaResponse): Promise<void> {
  const mail = req.scope.resolve<MailService>("mail")
  // eslint-disable-next-line @medusajs/no-service-mutations-in-api-route -- as short as a store's own code can be
  const { id } = await mail.createMailTemplates({ name: "letterhead" })
  const { result } = await sendMail(req.scope).run({ input: { to: req.body.to } })
  await req.scope.resolve(Modules.NOTIFICATION).createNotifications({
    to: req.body.to,
    channel: "letter",
    template: "letter",
    content: { subject: "A letter is on its way", html: "<p>To you.</p>" },
  })
  res.json({ letter: result, template: await mail.retrieveMailTemplate(id) })
}
