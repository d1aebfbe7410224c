/** The template that a mailing was begun with, and which one the next of its kind begins with. */
import { invalid, notFound } from "../refusals/refusal"
import type { LastTemplateOf } from "../shapes/lists"
import type { Database } from "../sql/database"
import type { MailingKind } from "../words"
import { getTemplate, type TemplateDTO } from "./templates"

/**
 * Of what was sent last about such documents, or to members, in the order in which it was begun. Written without a
 * template it says that none is wanted; one that was deleted meanwhile is none. What waits for its hour or for the end
 * of its grace counts: staff who have just pressed Send write the next one in the same way. What other code sends by itself
 * says nothing of how people write.
 */
const LAST =
  "SELECT t.id FROM (SELECT template_id FROM mpmd_mailing WHERE deleted_at IS NULL AND kind = $1 " +
  "AND created_by IS NOT NULL AND ($2::text IS NULL OR content->>'source' = $2) " +
  "AND state NOT IN ('draft', 'refused') " +
  "ORDER BY created_at DESC, id DESC LIMIT 1) AS last " +
  "JOIN mpmd_template t ON t.id = last.template_id AND t.kind = $1 AND t.deleted_at IS NULL"

/** @returns null where a mail begins empty. */
export async function lastUsedTemplate(db: Database, of: LastTemplateOf): Promise<TemplateDTO | null> {
  const [last] = await db.query<{ id: string }>(LAST, [of.kind, of.source ?? null])
  return last ? getTemplate(db, last.id) : null
}

const NO_TEMPLATE_OF = { member: "no_member_template", order: "no_order_template" } as const

/**
 * One that was deleted while a mail was written with it is no fault; one that never was is a slip of the pen.
 *
 * @throws MedusaError `not_found`, `invalid_data` naming the field for one of the other kind.
 */
export async function assertBegunWith(
  db: Database,
  templateId: string | null | undefined,
  kind: MailingKind
): Promise<void> {
  if (!templateId) {
    return
  }
  const [template] = await db.query<{ kind: MailingKind }>("SELECT kind FROM mpmd_template WHERE id = $1", [
    templateId,
  ])
  if (!template) {
    throw notFound("template", templateId)
  }
  if (template.kind !== kind) {
    throw invalid("template_id", NO_TEMPLATE_OF[kind], `choose a template of kind ${kind} for this mail`)
  }
}
