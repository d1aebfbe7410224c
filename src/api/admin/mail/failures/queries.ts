/** Which failures can be asked for. */
import { inQuery } from "../../../../http/query"
import { failureList } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/failures`. */
export const failuresQuery = inQuery(failureList, {
  numbers: ["limit"],
  flags: ["invalid"],
  defaults: { limit: 50 },
})
