/**
 * The administrator's copies of a mailing, made when its first pass is over: then it is known what really left. They
 * are mail of their own, outside quota and counts, and no mail is copied twice, however often a mailing is retried.
 */
import { normalised } from "../address/sql"
import { loadContent, storeContent, type StoredContent } from "../content/store"
import { type Database, LARGE_INSERT } from "../database"
import { LANE } from "../dispatch/lanes"
import { getSettings } from "../settings"
import { insertLooseDelivery } from "../single-mail"
import type { Language, Variables } from "../types"

interface Counts {
  total: number
  sent: number
  failed: number
  uncertain: number
  skipped: number
  deferred: number
}

const SUMMARY: Record<Language, (counts: Counts) => string> = {
  en: ({ total, sent, failed, uncertain, skipped, deferred }) =>
    `Copy for the administrator. Of ${total} mails ${sent} were sent, ${failed} failed, ${uncertain} are uncertain, ` +
    `${skipped} were skipped and ${deferred} will be tried again.`,
  ja: ({ total, sent, failed, uncertain, skipped, deferred }) =>
    `管理者への控えです。全${total}通のうち、送信済み${sent}通、失敗${failed}通、結果不明${uncertain}通、` +
    `送信対象外${skipped}通、再送待ち${deferred}通です。`,
}

/** One statement for any number of mails. */
const COPY_EVERY = `
  INSERT INTO mpmd_delivery (id, kind, content_id, dedupe_key, email, address, variables, order_id,
                             about_mailing_id, lane, next_attempt_at)
  SELECT 'mdlv_' || replace(gen_random_uuid()::text, '-', ''), 'copy', content_id, 'copy:' || id, $2,
         ${normalised("$2::text")}, variables, order_id, mailing_id, ${LANE.copies}, now()
    FROM mpmd_delivery
   WHERE mailing_id = $1 AND state = 'sent' AND content_cleared_at IS NULL AND deleted_at IS NULL
  ON CONFLICT (dedupe_key) WHERE mailing_id IS NULL AND deleted_at IS NULL DO NOTHING`

/** Inserts the copies that the settings ask for. @param tx - The transaction that notes the end of the first pass. */
export async function insertCopies(tx: Database, mailingId: string): Promise<void> {
  const { admin_copy, admin_copy_address } = await getSettings(tx)
  if (admin_copy_address && admin_copy === "every") {
    await tx.query(COPY_EVERY, [mailingId, admin_copy_address], LARGE_INSERT)
  } else if (admin_copy_address && admin_copy === "first") {
    await insertFirst(tx, mailingId, admin_copy_address)
  }
}

/** The first mail that left, under a line with the counts. */
async function insertFirst(tx: Database, mailingId: string, to: string): Promise<void> {
  const [first] = await tx.query<
    Counts & { content_id: string; variables: Variables; order_id: string | null }
  >(
    `SELECT d.content_id, d.variables, d.order_id, m.total, m.sent, m.failed, m.uncertain, m.skipped, m.deferred
       FROM mpmd_mailing m JOIN mpmd_delivery d ON d.mailing_id = m.id
      WHERE m.id = $1 AND d.state = 'sent' AND d.content_cleared_at IS NULL AND d.deleted_at IS NULL ORDER BY d.position LIMIT 1`,
    [mailingId]
  )
  if (first) {
    const content = await loadContent(tx, first.content_id)
    await insertLooseDelivery(tx, {
      kind: "copy",
      aboutMailingId: mailingId,
      contentId: await storeContent(
        tx,
        withSummary(content, SUMMARY[content.language](first)),
        content.constants
      ),
      dedupeKey: `copy:${mailingId}`,
      to,
      variables: first.variables,
      orderId: first.order_id,
    })
  }
}

/** The summary holds words and numbers of ours alone: nothing in it has to be escaped. */
function withSummary(content: StoredContent, summary: string): StoredContent {
  const html = content.html && content.html.replace(/<body[^>]*>|^/i, (start) => `${start}<p>${summary}</p>`)
  return { ...content, html, text: `${summary}\n\n${content.text}` }
}
