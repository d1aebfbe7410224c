/**
 * `POST /admin/mail/settings/test`. The folder's capital keeps it in the package: `medusa plugin:build`
 * leaves out every folder named `test`, and a path is the same in capitals to Express.
 */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { refusing } from "../../../../../http/refusals"
import type { ProbeDTO } from "../../../../../modules/mail/sending/probe"
import { testMailSettingsWorkflow } from "../../../../../workflows/templates/test-mail-settings"

/** Sends one small mail at once and answers how that went; a refusal of the mail server is an answer too. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<{ to: string }>,
    res: MedusaResponse<{ outcome: ProbeDTO }>
  ): Promise<void> => {
    const { result: outcome } = await testMailSettingsWorkflow(req.scope).run({
      input: { ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.json({ outcome })
  }
)
