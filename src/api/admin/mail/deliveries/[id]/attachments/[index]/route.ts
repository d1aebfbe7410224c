import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"

import { mailModule } from "../../../../../../../container/mail-module"
import { sendFile } from "../../../../../../../http/files"
import { refusing } from "../../../../../../../http/refusals"

/** One file of a mail, counted from 0 in the order of its `attachments`, to be saved. */
export const GET = refusing(async (req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> => {
  const { id, index } = req.params
  await sendFile(req, res, await mailModule(req.scope).openAttachment(id!, index!))
})
