import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../container/mail-module"
import { refusing } from "../../../../../../http/refusals"
import type { MailingDTO } from "../../../../../../modules/mail/mailings/mailing"
import type { RetryPreviewDTO } from "../../../../../../modules/mail/mailings/retry-preview"
import type { RetryOptions } from "../../../../../../modules/mail/shapes"
import { retryMailingWorkflow } from "../../../../../../workflows/mailings/retry-mailing"
import type { retryQuery } from "../../queries"

/** What sending them again would do now. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<{ retry: RetryPreviewDTO }>): Promise<void> => {
    const { states } = req.validatedQuery as ReturnType<typeof retryQuery>
    res.json({ retry: await mailModule(req.scope).previewRetry(req.params.id!, states) })
  }
)

/** Sends the failed or the uncertain deliveries once more, to the addresses that people have now. */
export const POST = refusing(
  async (
    req: AuthenticatedMedusaRequest<RetryOptions>,
    res: MedusaResponse<{ mailing: MailingDTO }>
  ): Promise<void> => {
    const { result: mailing } = await retryMailingWorkflow(req.scope).run({
      input: { id: req.params.id, ...req.validatedBody, actor_id: req.auth_context.actor_id },
    })
    res.status(202).json({ mailing })
  }
)
