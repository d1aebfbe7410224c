/** Whose variables are asked for. */
import { z } from "@medusajs/framework/zod"

import { MAILING_KINDS } from "../../../../modules/mail/types"

/** Query of `GET /admin/mail/variables`. */
export const AdminGetMailVariablesParams = z.strictObject({ kind: z.enum(MAILING_KINDS) })
export type AdminGetMailVariablesParamsType = z.infer<typeof AdminGetMailVariablesParams>
