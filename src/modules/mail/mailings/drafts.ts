/**
 * Drafts: kept with errors in their templates. Only what is sent must be right there; what a draft consists of, and
 * whom or what it is about, is checked when it is written.
 */
import { assertCustomersKnown } from "../audience/unknown-customers"
import { MEGABYTES } from "../deliveries/attachments"
import { entityId } from "../formats/entity-id"
import { notAllowed } from "../refusals/refusal"
import { assertSegmentKnown } from "../segments/use"
import { checkedSender, type OwnSender } from "../settings/settings"
import type { GivenMailingFile } from "../shapes/attachments"
import { check } from "../shapes/check"
import { mailing, memberChanges, orderChanges } from "../shapes/mailing"
import type { Database } from "../sql/database"
import { assertBegunWith } from "../templates/last-used"
import type { Audience, MailingKind, MemberContent, OrderContent, OrderSource, Purpose } from "../words"
import { keepMailingFiles, type MailingFile } from "./files"
import { lockMailing, moveMailing, NOT_REFUSED } from "./states"

/** What a person writes. */
export interface MailingInput extends NamedDocuments, OwnSender {
  kind: MailingKind
  content: MemberContent | OrderContent
  /** The template that it was begun with: the next mailing of its kind and source is offered it. */
  template_id?: string | null
  /** Files that go with every mail of an order mailing, or with that about one document. */
  attachments?: GivenMailingFile[]
  /** Of a member mailing. */
  audience?: Audience
  /** Of a member mailing. */
  purpose?: Purpose
  purpose_reason?: string | null
}

/** What an order mailing is about: the field that the content's `source` says, or `document_ids`. */
export interface NamedDocuments {
  order_ids?: string[]
  fulfillment_ids?: string[]
  draft_order_ids?: string[]
  document_ids?: string[]
}

/** What of a mailing can still be changed. `scheduled_at: null` takes it off the schedule first. */
export interface MailingChanges extends Partial<Omit<MailingInput, "kind">> {
  scheduled_at?: null
}

/** A draft that has been checked, as it is stored. */
type StoredFields = Pick<
  MailingInput,
  | "content"
  | "template_id"
  | "sender_name"
  | "reply_to"
  | "audience"
  | "document_ids"
  | "attachments"
  | "purpose"
  | "purpose_reason"
>

/** Deleted customers are passed over when it is sent; those who never were are a slip of the pen. So is a segment. */
async function assertKnown(db: Database, audience: Audience | undefined): Promise<void> {
  if (audience?.customer_ids) {
    await assertCustomersKnown(db, audience.customer_ids, false)
  }
  await assertSegmentKnown(db, audience ?? {})
}

const INSERT =
  "INSERT INTO mpmd_mailing (id, kind, content, template_id, sender_name, reply_to, audience, document_ids, attachments, " +
  "purpose, purpose_reason, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"

/**
 * @param megabytes - Of all files of one mail together.
 * @returns the new draft's id.
 * @throws MedusaError `invalid_data` naming the field; `not_found` naming unknown customers or the template.
 */
export async function createDraft(
  db: Database,
  input: MailingInput,
  actorId: string | null,
  megabytes = MEGABYTES
): Promise<string> {
  const { kind, ...draft } = check(mailing, input)
  const { content, template_id, audience, document_ids, purpose, purpose_reason }: StoredFields = draft
  const { attachments }: StoredFields = draft
  const { sender_name, reply_to } = checkedSender(draft)
  await assertKnown(db, audience)
  await assertBegunWith(db, template_id, kind)
  const id = entityId("mling")
  await db.transaction(async (tx) => {
    const files = await keepMailingFiles(tx, attachments ?? [], { megabytes, documents: document_ids ?? [] })
    await tx.query(INSERT, [
      id,
      kind,
      JSON.stringify(content),
      template_id ?? null,
      sender_name ?? null,
      reply_to ?? null,
      audience ? JSON.stringify(audience) : null,
      document_ids ? JSON.stringify(document_ids) : null,
      files.length ? JSON.stringify(files) : null,
      purpose ?? "marketing",
      purpose_reason ?? null,
      actorId,
    ])
  })
  return id
}

/** A refused or scheduled mailing becomes a draft again; a draft stays one. */
export async function reopenDraft(tx: Database, id: string, action: string): Promise<void> {
  const state = await lockMailing(tx, id)
  if (state !== "draft") {
    await moveMailing(tx, id, "draft", action, { ...NOT_REFUSED, scheduled_at: null, sent_by: null })
  }
}

/**
 * Changes a draft; a refused mailing becomes a draft again by it, and a scheduled one if the same call takes it off the
 * schedule.
 *
 * @throws MedusaError `invalid_data` for what does not belong to a mailing of this kind and source, `not_allowed`
 *   naming the state, `not_found`.
 */
export async function updateDraft(
  db: Database,
  id: string,
  changes: MailingChanges,
  megabytes = MEGABYTES
): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await lockMailing(tx, id)
    const stored = await kindOf(tx, id)
    const { scheduled_at, ...fields } = checkedChanges(stored, changes)
    if (state === "scheduled" && scheduled_at !== null) {
      throw notAllowed(
        "wrong_state",
        "This mailing cannot be changed: its state is scheduled. Set scheduled_at to null first.",
        { state }
      )
    }
    await assertKnown(tx, fields.audience)
    await assertBegunWith(tx, fields.template_id, stored.kind)
    await reopenDraft(tx, id, scheduled_at === null ? "be taken off the schedule" : "be changed")
    await store(tx, id, fields, await changedFiles(tx, id, fields, megabytes))
  })
}

/** Undefined where they stay. Which documents it is about may change by the same call. */
async function changedFiles(
  tx: Database,
  id: string,
  { attachments, document_ids }: Partial<StoredFields>,
  megabytes: number
): Promise<MailingFile[] | undefined> {
  if (!attachments) {
    return undefined
  }
  const documents = document_ids ?? (await documentsOf(tx, id))
  return keepMailingFiles(tx, attachments, { megabytes, documents })
}

async function documentsOf(tx: Database, id: string): Promise<string[]> {
  const [stored] = await tx.query<{ document_ids: string[] | null }>(
    "SELECT document_ids FROM mpmd_mailing WHERE id = $1",
    [id]
  )
  return stored?.document_ids ?? []
}

interface StoredKind {
  kind: MailingKind
  source: OrderSource
}

async function kindOf(tx: Database, id: string): Promise<StoredKind> {
  const [stored] = await tx.query<StoredKind>(
    "SELECT kind, content->>'source' AS source FROM mpmd_mailing WHERE id = $1",
    [id]
  )
  return stored!
}

/** By the kind and the source that it has now: it keeps its kind. */
function checkedChanges(
  { kind, source }: StoredKind,
  changes: MailingChanges
): Partial<StoredFields> & Pick<MailingChanges, "scheduled_at"> {
  return kind === "member" ? check(memberChanges, changes) : check(orderChanges(source), changes)
}

async function store(
  tx: Database,
  id: string,
  changes: Partial<StoredFields>,
  files: MailingFile[] | undefined
): Promise<void> {
  const fields = Object.entries({
    content: changes.content && JSON.stringify(changes.content),
    template_id: changes.template_id,
    ...checkedSender(changes),
    audience: changes.audience && JSON.stringify(changes.audience),
    document_ids: changes.document_ids && JSON.stringify(changes.document_ids),
    attachments: files && (files.length ? JSON.stringify(files) : null),
    purpose: changes.purpose,
    purpose_reason: changes.purpose_reason,
  }).filter(([, value]) => value !== undefined)
  const set = fields.map(([name], index) => `, ${name} = $${index + 2}`).join("")
  await tx.query(`UPDATE mpmd_mailing SET updated_at = now()${set} WHERE id = $1`, [
    id,
    ...fields.map(([, value]) => value),
  ])
}

/** Deletes what was never sent. History stays. */
export async function deleteDraft(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await lockMailing(tx, id)
    if (state !== "draft" && state !== "refused") {
      throw notAllowed(
        "wrong_state",
        `This mailing cannot be deleted: its state is ${state}. What was sent stays on record.`,
        { state }
      )
    }
    await tx.query("UPDATE mpmd_mailing SET deleted_at = now() WHERE id = $1", [id])
  })
}
