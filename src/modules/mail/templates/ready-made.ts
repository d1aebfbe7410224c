/** Mails that every store needs, to be put among its templates and changed there: each in every language. */
import type { Database } from "../sql/database"
import { type Language, LANGUAGES } from "../words"
import { READY_MADE_KEYS, type ReadyMadeKey } from "../words/ready-made"
import { readyMadeEn } from "./ready-made-en"
import { readyMadeJa } from "./ready-made-ja"
import { createTemplate, type ReadyMadeTemplate, type TemplateDTO } from "./templates"

const WORDS: Record<Language, Record<ReadyMadeKey, ReadyMadeTemplate>> = { en: readyMadeEn, ja: readyMadeJa }

/** Adds those whose key the store does not have yet in that language; what it has stays as it is. */
export async function addReadyMade(db: Database): Promise<TemplateDTO[]> {
  const taken = await db.query<{ key: string; locale: Language }>(
    "SELECT key, locale FROM mpmd_template WHERE key = ANY($1) AND deleted_at IS NULL",
    [READY_MADE_KEYS]
  )
  const added: TemplateDTO[] = []
  for (const locale of LANGUAGES) {
    for (const key of READY_MADE_KEYS) {
      if (!taken.some((one) => one.key === key && one.locale === locale)) {
        added.push(await createTemplate(db, { ...WORDS[locale][key], key, locale }))
      }
    }
  }
  return added
}
