/**
 * Refusals over HTTP: as every error of Medusa, and with `issues` besides, from which a page makes words in its reader's
 * language. Medusa's own answer has no place for them.
 */
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"

import { issuesOfRefusal } from "../modules/mail/refusals/refusal"

/** Of what a caller can mend; all else is Medusa's to answer. */
const STATUS: Record<string, number> = {
  [MedusaError.Types.INVALID_DATA]: 400,
  [MedusaError.Types.NOT_ALLOWED]: 400,
  [MedusaError.Types.NOT_FOUND]: 404,
  [MedusaError.Types.CONFLICT]: 409,
}

/** @returns false if it is no refusal of ours: then it is Medusa's to answer. */
export function answeredRefusal(error: unknown, res: MedusaResponse): boolean {
  const issues = issuesOfRefusal(error)
  const { type, code, message } = error as MedusaError
  const status = issues ? STATUS[type] : undefined
  if (status) {
    res.status(status).json({ code, type, message, issues })
  }
  return status !== undefined
}

/** The same route, which says what it refuses by codes. */
export function refusing<Request extends MedusaRequest, Response extends MedusaResponse>(
  route: (req: Request, res: Response) => Promise<void>
): (req: Request, res: Response) => Promise<void> {
  return async (req, res) => {
    try {
      await route(req, res)
    } catch (error) {
      if (!answeredRefusal(error, res)) {
        throw error
      }
    }
  }
}
