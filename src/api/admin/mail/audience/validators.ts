/** What may be asked about an audience. */
import { z } from "@medusajs/framework/zod"

import { audience, purpose } from "../common-validators"

/** Body of `POST /admin/mail/audience`. */
export const AdminCountMailAudience = z.strictObject({ audience, purpose: purpose.optional() })
export type AdminCountMailAudienceType = z.infer<typeof AdminCountMailAudience>
