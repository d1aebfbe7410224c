// What a store's author writes: one import, one call, a key that names the mail.
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { sendMailWorkflow } from "medusa-plugin-mail-delivery/workflows"

export async function POST(req: MedusaRequest<{ to: string }>, res: MedusaResponse): Promise<void> {
  const { to } = req.body
  const { result } = await sendMailWorkflow(req.scope).run({
    input: {
      to,
      content: { subject: "Welcome, {{ guest }}", body: "We are glad that you are here.", format: "text" },
      variables: { guest: "Ada" },
      idempotency_key: `greeting:${to}`,
    },
  })
  res.json({ delivery: result })
}
