/** Which failures can be asked for. */
import { z } from "@medusajs/framework/zod"

import { flagInQuery, page } from "../common-validators"

/** Query of `GET /admin/mail/failures`. */
export const AdminGetMailFailuresParams = page.omit({ offset: true }).extend({
  after: z.string().min(1).optional(),
  invalid: flagInQuery.optional(),
})
export type AdminGetMailFailuresParamsType = z.infer<typeof AdminGetMailFailuresParams>
