/** Whose sender's domain is looked up. */
import { inQuery } from "../../../../http/query"
import { senderCheck } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/settings/sender-check`. */
export const senderCheckQuery = inQuery(senderCheck)
