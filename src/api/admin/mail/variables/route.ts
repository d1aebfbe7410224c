import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../container/mail-module"
import { refusing } from "../../../../http/refusals"
import type { VariableEntry } from "../../../../modules/mail/content/catalogue"
import type { variablesQuery } from "./queries"

/** What a template of this kind may name, in the order in which a picker shows it. */
export const GET = refusing(
  async (
    req: AuthenticatedMedusaRequest,
    res: MedusaResponse<{ variables: VariableEntry[] }>
  ): Promise<void> => {
    const { kind } = req.validatedQuery as ReturnType<typeof variablesQuery>
    res.json({ variables: await mailModule(req.scope).listVariables(kind) })
  }
)
