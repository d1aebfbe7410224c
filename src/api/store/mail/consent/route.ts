/** `/store/mail/consent`: what the customer who is logged in has said about mail, and what they say now. */
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { OwnConsent } from "../../../../modules/mail/shapes"
import type { Consent } from "../../../../modules/mail/words"
import { setMemberConsentWorkflow } from "../../../../workflows/members/set-member-consent"

interface ConsentAnswer {
  consent: Consent
}

async function answer(req: AuthenticatedMedusaRequest<unknown>): Promise<ConsentAnswer> {
  return { consent: await mailModule(req.scope).getConsent(req.auth_context.actor_id) }
}

/** What the customer who is logged in has said about mail. */
export const GET = refusing(
  async (req: AuthenticatedMedusaRequest, res: MedusaResponse<ConsentAnswer>): Promise<void> => {
    res.json(await answer(req))
  }
)

/** Records the customer's own words, with `storefront` as the source. */
export const POST = refusing(
  async (req: AuthenticatedMedusaRequest<OwnConsent>, res: MedusaResponse<ConsentAnswer>): Promise<void> => {
    const { actor_id } = req.auth_context
    await setMemberConsentWorkflow(req.scope).run({
      input: { ...req.validatedBody, customer_ids: [actor_id], source: "storefront", actor_id },
    })
    res.json(await answer(req))
  }
)
