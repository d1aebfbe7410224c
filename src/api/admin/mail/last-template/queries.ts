/** For what a template is looked for. */
import { inQuery } from "../../../../http/query"
import { lastTemplateOf } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/last-template`. */
export const lastTemplateQuery = inQuery(lastTemplateOf)
