/** `/mail/events/:service`, public: what a mail service tells of mails, believed by its signature and nothing else. */
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"

import { mailModule } from "../../../../container/mail-module"
import type { ReturnTally } from "../../../../modules/mail/bounces/receive"
import { bodyRead } from "../body"

const { UNAUTHORIZED, INVALID_DATA, NOT_FOUND } = MedusaError.Types

const REFUSALS = {
  off: { status: 404, type: NOT_FOUND, message: "There is no such address." },
  refused: {
    status: 401,
    type: UNAUTHORIZED,
    message: "The signature is wrong or too old. Nothing was kept.",
  },
  unreadable: { status: 400, type: INVALID_DATA, message: "The body cannot be read. Nothing was kept." },
  too_many: {
    status: 413,
    type: INVALID_DATA,
    message: "This is more than 5,000 events. Nothing was kept; tell them in several requests.",
  },
} as const

/** News of mails from a mail service, or the bytes of a returned message (`message`). Each counts once. */
export async function POST(req: MedusaRequest, res: MedusaResponse<ReturnTally>): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(req.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value])
  )
  const { service = "" } = req.params
  const reception = await mailModule(req.scope).receiveMailEvents(service, { headers, body: bodyRead(req) })
  if (reception.state === "taken") {
    res.json(reception.tally)
    return
  }
  const { status, ...refusal } = REFUSALS[reception.state]
  res.status(status).json(refusal as never)
}
