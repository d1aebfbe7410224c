/** How members are found. */
import { memberList } from "../../../../modules/mail/shapes"
import { inQuery, PAGED } from "../../../query"

/** Of `GET /admin/mail/members`: an AudienceFilter and a page. Metadata is compared with text only. */
export const membersQuery = inQuery(memberList, {
  ...PAGED,
  flags: ["has_account", "invalid", "never_ordered"],
  lists: ["groups", "consent"],
})
