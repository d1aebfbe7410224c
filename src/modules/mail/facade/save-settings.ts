/**
 * Changing the settings: what follows from what there was is decided while nobody else changes anything. Two people who
 * save different rules at the same moment would else both begin from what the other one has not said yet.
 */
import { withSince } from "../automatic/automatic"
import { invalid } from "../refusals/refusal"
import { getSettings, type MailSettingsDTO, updateSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { assertRenderable } from "../templates/settings-check"

/** An advisory lock: there may be no row yet. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('mail_settings', 0))"

/**
 * Changes what is given and leaves the rest; of the automatic mails too, rule by rule.
 *
 * @throws MedusaError `invalid_data` naming the field; nothing is changed then.
 */
export async function saveSettings(
  db: Database,
  { automatic, ...others }: Partial<MailSettingsDTO>
): Promise<MailSettingsDTO> {
  // Before the transaction: it takes a while, and Postgres gives up on a transaction that rests.
  await assertRenderable(db, others)
  return db.transaction(async (tx) => {
    await tx.query(LOCK)
    const rules = automatic && (await withSince(tx, (await getSettings(tx)).automatic, automatic))
    const settings = await updateSettings(tx, { ...others, automatic: rules ?? automatic })
    if ("admin_copy" in others || "admin_copy_address" in others) {
      assertCopiesArrive(settings)
    }
    return settings
  })
}

/** Of what is asked for and would never be made nobody would hear. */
function assertCopiesArrive({ admin_copy, admin_copy_address }: MailSettingsDTO): void {
  if (admin_copy !== "none" && !admin_copy_address) {
    const message = "is needed as long as copies are made: enter one, or set admin_copy to none"
    throw invalid("admin_copy_address", "required_field", message)
  }
}
