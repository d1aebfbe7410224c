/** What the log can be asked for. */
import { withFields } from "../../../../http/fields"
import { inQuery } from "../../../../http/query"
import { logList, logPart } from "../../../../modules/mail/shapes"
import { LOG_ENTRY } from "../fields"

const LISTS = ["kind", "state", "reason", "transport"] as const

/** Of `GET /admin/mail/log`. */
export const logQuery = withFields(
  inQuery(logList, {
    numbers: ["limit"],
    lists: LISTS,
    defaults: { limit: 50 },
  }),
  LOG_ENTRY
)

/** Of `GET /admin/mail/log.csv`. */
export const logFileQuery = inQuery(logPart, { lists: LISTS })
