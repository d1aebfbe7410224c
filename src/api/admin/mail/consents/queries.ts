/** What of the record of consents can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, PAGED } from "../../../../http/query"
import { consentFile, consentList } from "../../../../modules/mail/shapes"
import { CONSENT_EVENT } from "../fields"

/** Of `GET /admin/mail/consents`. */
export const consentsQuery = withFields(inQuery(consentList, PAGED), CONSENT_EVENT)

/** Of `GET /admin/mail/consents.csv`. */
export const consentFileQuery = inQuery(consentFile)
