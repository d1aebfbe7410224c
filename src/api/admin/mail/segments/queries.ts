/** What segments can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery, NO_QUERY, PAGED } from "../../../../http/query"
import { segmentList } from "../../../../modules/mail/shapes"
import { COUNTED_SEGMENT, SEGMENT } from "../fields"

/** Of `GET /admin/mail/segments`. */
export const segmentsQuery = withFields(inQuery(segmentList, PAGED), SEGMENT)

/** Of `GET /admin/mail/segments/:id`. */
export const segmentQuery = withFields(NO_QUERY, COUNTED_SEGMENT)
