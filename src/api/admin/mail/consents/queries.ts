/** What of the record of consents can be asked for. */
import { inQuery, PAGED } from "../../../../http/query"
import { consentFile, consentList } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/consents`. */
export const consentsQuery = inQuery(consentList, PAGED)

/** Of `GET /admin/mail/consents.csv`. */
export const consentFileQuery = inQuery(consentFile)
