/** What the log can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery } from "../../../../http/query"
import { logList } from "../../../../modules/mail/shapes"
import { LOG_ENTRY } from "../fields"

/** Of `GET /admin/mail/log`. */
export const logQuery = withFields(
  inQuery(logList, {
    numbers: ["limit"],
    lists: ["kind", "state", "reason"],
    defaults: { limit: 50 },
  }),
  LOG_ENTRY
)
