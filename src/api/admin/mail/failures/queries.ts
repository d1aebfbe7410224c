/** Which failures can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery } from "../../../../http/query"
import { failureList } from "../../../../modules/mail/shapes"
import { FAILED_DELIVERY } from "../fields"

/** Of `GET /admin/mail/failures`. */
export const failuresQuery = withFields(
  inQuery(failureList, {
    numbers: ["limit"],
    flags: ["invalid"],
    lists: ["state"],
    defaults: { limit: 50 },
  }),
  FAILED_DELIVERY
)
