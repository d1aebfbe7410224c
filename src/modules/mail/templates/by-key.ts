/** Templates as other code names them: by a key that the shop gives and changes. */
import { invalid, type Refusal } from "../refusals/refusal"
import type { Database } from "../sql/database"
import type { Language } from "../words"
import { COLUMNS, type TemplateDTO } from "./templates"

/** Keys that a refusal lists: who mistyped one finds it among them. */
const LISTED = 20

const BY_KEY =
  `SELECT ${COLUMNS} FROM mpmd_template WHERE key = $1 AND deleted_at IS NULL ` +
  "ORDER BY locale = coalesce($2, $3) DESC, locale = $3 DESC LIMIT 1"

/**
 * The template of a key, in the first of these languages that it has; else in the one that there is.
 *
 * @throws MedusaError `invalid_data` naming the keys that there are.
 */
export async function templateByKey(
  db: Database,
  { key, field, language, shop }: { key: string; field: string; language?: Language | null; shop: Language }
): Promise<TemplateDTO> {
  const [found] = await db.query<TemplateDTO>(BY_KEY, [key, language ?? null, shop])
  if (!found) {
    throw await unknownKey(db, field, key)
  }
  return found
}

async function unknownKey(db: Database, field: string, name: string): Promise<Refusal> {
  const rows = await db.query<{ key: string }>(
    `SELECT DISTINCT key FROM mpmd_template WHERE key IS NOT NULL AND deleted_at IS NULL ORDER BY key LIMIT ${LISTED}`
  )
  const known = rows.map(({ key }) => `'${key}'`).join(", ") || "none yet"
  const message = `no template has the key '${name}'. Give it to one in Mail → Templates; keys in use: ${known}`
  return invalid(field, "unknown_key", message, { name, known })
}
