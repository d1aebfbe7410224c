/** How members are found. */
import { inQuery, PAGED } from "../../../../http/query"
import { memberList } from "../../../../modules/mail/shapes"

/** Of `GET /admin/mail/members`: an AudienceFilter and a page. Metadata is compared with text only. */
export const membersQuery = inQuery(memberList, {
  ...PAGED,
  flags: ["has_account", "invalid", "never_ordered"],
  lists: ["groups", "consent"],
})
