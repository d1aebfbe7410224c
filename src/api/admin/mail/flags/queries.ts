/** What of the record of flags can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, PAGED } from "../../../../http/query"
import { flagRecord } from "../../../../modules/mail/shapes"
import { FLAG_EVENT } from "../fields"

/** Of `GET /admin/mail/flags`. */
export const flagsQuery = withFields(inQuery(flagRecord, PAGED), FLAG_EVENT)
