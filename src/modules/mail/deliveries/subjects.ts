/** The subjects of a page of mails, each as its reader saw it: customers name a mail by nothing else. */
import { RenderError } from "../content/render"
import { renderAll, RenderThreadsBusy } from "../render-threads"
import { LOADED } from "../sql/data-size"
import type { Database } from "../sql/database"
import type { Variables } from "../words"
import { SECRET } from "./lanes"

interface Row {
  id: string
  content_id: string
  subject: string
  constants: Variables
  /** Null if they are too large, cleared, or secret. */
  variables: Variables | null
}

const SUBJECTS = `
  SELECT d.id, d.content_id, c.subject, c.constants,
         CASE WHEN d.content_cleared_at IS NULL AND NOT ${SECRET} THEN ${LOADED} END AS variables
    FROM mpmd_delivery d JOIN mpmd_content c ON c.id = d.content_id WHERE d.id = ANY($1)`

/**
 * @returns by the delivery's id; as it was written, with its variables, where the mail cannot be made (any more). Nothing for
 *   mails whose content was cleared.
 */
export async function subjectsOf(db: Database, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length ? await db.query<Row>(SUBJECTS, [ids]) : []
  const subjects = new Map(rows.map(({ id, subject }) => [id, subject]))
  const open = rows.filter(({ subject, variables }) => variables && subject.includes("{"))
  for (const content of new Set(open.map(({ content_id }) => content_id))) {
    const alike = open.filter(({ content_id }) => content_id === content)
    const mails = await drawn(alike)
    mails.forEach((subject, index) => subject !== null && subjects.set(alike[index]!.id, subject))
  }
  return subjects
}

/** A list does not wait for, nor fail with, threads that have too much to do. */
async function drawn(alike: readonly Row[]): Promise<(string | null)[]> {
  const [{ subject }] = alike as [Row]
  try {
    const variables = alike.map((row) => ({ ...row.variables, ...row.constants }))
    const mails = await renderAll("subjects", { subject, html: null, text: "" }, variables)
    return mails.map((mail) => (mail instanceof RenderError ? null : mail.subject))
  } catch (error) {
    if (error instanceof RenderThreadsBusy) {
      return []
    }
    throw error
  }
}
