/**
 * `POST /admin/mail/mailings/:id/test`. The folder's capital keeps it in the package: `medusa plugin:build`
 * leaves out every folder named `test`, and a path is the same in capitals to Express.
 */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../../http/refusals"
import type { DeliveryDTO } from "../../../../../../modules/mail/deliveries/ledger"
import type { Sample } from "../../../../../../modules/mail/shapes"
import { sendTestMailWorkflow } from "../../../../../../workflows/mailings/send-test-mail"

/** Sends one rendered sample, marked as such, outside quota and counts. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<Sample>,
    res: MedusaResponse<{ delivery: DeliveryDTO }>
  ): Promise<void> => {
    const { result: delivery } = await sendTestMailWorkflow(req.scope).run({
      input: { mailing_id: req.params.id, ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.status(202).json({ delivery })
  }
)
