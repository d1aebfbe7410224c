/** What the list of templates can be asked for. */
import { inQuery, PAGED } from "../../../../http/query"
import { templateList } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/templates`. */
export const templatesQuery = inQuery(templateList, PAGED)
