/**
 * The administrator's copies of a mailing, made when its first pass is over: then it is known what really left. They
 * are mail of their own, outside quota and counts, and no mail is copied twice, however often a mailing is retried.
 */
import { normalised } from "../address/sql"
import { loadContent, storeContent, type StoredContent } from "../content/store"
import { SENT } from "../quota/sent-counts"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import type { Language, Variables } from "../words"
import { LANE } from "./lanes"
import { insertSeparateDelivery } from "./single"

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

/** Before the subject, so that nobody takes a copy for mail of their own. */
const MARKS: Record<Language, string> = { en: "[Copy] ", ja: "【控え】" }

/** Mails that are copied in one statement. */
const BATCH = 5_000

const COPYABLE =
  "mailing_id = $1 AND position > $2 AND position <= $3 AND state = 'sent' AND content_cleared_at IS NULL " +
  "AND deleted_at IS NULL"

const COPY = `
  INSERT INTO mpmd_delivery (id, kind, content_id, dedupe_key, email, address, variables, order_id,
                             about_mailing_id, transport, lane, next_attempt_at)
  SELECT 'mdlv_' || replace(gen_random_uuid()::text, '-', ''), 'copy', marked.id, 'copy:' || d.id, $4,
         ${normalised("$4::text")}, variables, order_id, mailing_id, transport, ${LANE.copies}, now()
    FROM mpmd_delivery d JOIN unnest($5::text[], $6::text[]) AS marked(of, id) ON marked.of = d.content_id
   WHERE ${COPYABLE}
  ON CONFLICT (dedupe_key) WHERE mailing_id IS NULL AND deleted_at IS NULL DO NOTHING`

/**
 * Copies of every mail that has left, if the settings ask for them. Some thousand at a time, and before the mailing's row
 * is locked to note its end: a process that dies in the middle of it has noted none, and the next makes what is missing.
 */
export async function copyEach(db: Database, mailingId: string): Promise<void> {
  const { admin_copy, admin_copy_address } = await getSettings(db)
  if (!admin_copy_address || admin_copy !== "every") {
    return
  }
  const [mailing] = await db.query<{ total: number }>("SELECT total FROM mpmd_mailing WHERE id = $1", [
    mailingId,
  ])
  const marked = new Map<string, string>()
  for (let low = 0; low < (mailing?.total ?? 0); low += BATCH) {
    const range = [mailingId, low, low + BATCH]
    const contents = await db.query<{ id: string }>(
      `SELECT DISTINCT content_id AS id FROM mpmd_delivery WHERE ${COPYABLE}`,
      range
    )
    for (const { id } of contents) {
      marked.set(id, marked.get(id) ?? (await storeMarked(db, await loadContent(db, id))))
    }
    await db.query(COPY, [...range, admin_copy_address, [...marked.keys()], [...marked.values()]])
  }
}

function storeMarked(db: Database, content: StoredContent): Promise<string> {
  const subject = MARKS[content.language] + content.subject
  return storeContent(db, { ...content, subject }, content.constants, content.attachments)
}

/** The copy of the first mail that left, if the settings ask for it. @param tx - The transaction that notes the end. */
export async function copyFirst(tx: Database, mailingId: string): Promise<void> {
  const { admin_copy, admin_copy_address } = await getSettings(tx)
  if (admin_copy_address && admin_copy === "first") {
    await insertFirst(tx, mailingId, admin_copy_address)
  }
}

/** The first mail that left, under a line with the counts. */
async function insertFirst(tx: Database, mailingId: string, to: string): Promise<void> {
  const [first] = await tx.query<
    Counts & { content_id: string; variables: Variables; order_id: string | null; transport: string | null }
  >(
    `SELECT d.content_id, d.variables, d.order_id, d.transport, m.total, ${SENT} AS sent, m.failed, m.uncertain, m.skipped, m.deferred
       FROM mpmd_mailing m JOIN mpmd_delivery d ON d.mailing_id = m.id
      WHERE m.id = $1 AND d.state = 'sent' AND d.content_cleared_at IS NULL AND d.deleted_at IS NULL ORDER BY d.position LIMIT 1`,
    [mailingId]
  )
  if (first) {
    const content = await loadContent(tx, first.content_id)
    await insertSeparateDelivery(tx, {
      kind: "copy",
      aboutMailingId: mailingId,
      contentId: await storeMarked(tx, withSummary(content, SUMMARY[content.language](first))),
      dedupeKey: `copy:${mailingId}`,
      to,
      variables: first.variables,
      orderId: first.order_id,
      transport: first.transport,
    })
  }
}

/** A value in quotes may hold what looks like the end of the tag. */
const BODY = /<body(?:"[^"]*"|'[^']*'|[^"'>])*>/i

/** The summary holds words and numbers of ours alone: nothing in it has to be escaped. */
function withSummary(content: StoredContent, summary: string): StoredContent {
  const start = content.html === null ? null : BODY.exec(content.html)
  const at = start ? start.index + start[0].length : 0
  const html = content.html && `${content.html.slice(0, at)}<p>${summary}</p>${content.html.slice(at)}`
  return { ...content, html, text: `${summary}\n\n${content.text}` }
}
