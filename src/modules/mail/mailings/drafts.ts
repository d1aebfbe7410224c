/** Drafts: kept whatever is in them, errors and all. Only what is sent must be right. */
import { generateEntityId, MedusaError } from "@medusajs/framework/utils"

import type { Database } from "../database"
import type { Audience, MailingKind, MemberContent, OrderContent, Purpose } from "../types"
import { lockMailing, moveMailing } from "./states"

/** What a person writes. */
export interface MailingInput {
  kind: MailingKind
  content: MemberContent | OrderContent
  audience?: Audience | null
  /** Ids of orders, fulfillments or draft orders, as the content's `source` says. */
  document_ids?: string[] | null
  purpose?: Purpose
  purpose_reason?: string | null
}

/** @returns the new draft's id. */
export async function createDraft(
  db: Database,
  input: MailingInput,
  actorId: string | null
): Promise<string> {
  const id = generateEntityId("", "mling")
  await db.query(
    "INSERT INTO mpmd_mailing (id, kind, content, audience, document_ids, purpose, purpose_reason, created_by) " +
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    [
      id,
      input.kind,
      JSON.stringify(input.content),
      input.audience ? JSON.stringify(input.audience) : null,
      input.document_ids ? JSON.stringify(input.document_ids) : null,
      input.purpose ?? "marketing",
      input.purpose_reason ?? null,
      actorId,
    ]
  )
  return id
}

/** Back to the desk: a refused or scheduled mailing becomes a draft again; a draft stays one. */
export async function reopenDraft(tx: Database, id: string, action: string): Promise<void> {
  const state = await lockMailing(tx, id)
  if (state !== "draft") {
    await moveMailing(tx, id, "draft", action, { refusal_reason: null, scheduled_at: null })
  }
}

/** Changes a draft; a refused mailing becomes a draft again by it. */
export async function updateDraft(db: Database, id: string, input: Partial<MailingInput>): Promise<void> {
  await db.transaction(async (tx) => {
    if ((await lockMailing(tx, id)) === "scheduled") {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        "This mailing cannot be changed: its state is scheduled. Set scheduled_at to null first."
      )
    }
    await reopenDraft(tx, id, "be changed")
    const fields = Object.entries({
      content: input.content && JSON.stringify(input.content),
      audience: input.audience && JSON.stringify(input.audience),
      document_ids: input.document_ids && JSON.stringify(input.document_ids),
      purpose: input.purpose,
      purpose_reason: input.purpose_reason,
    }).filter(([, value]) => value !== undefined)
    const set = fields.map(([name], index) => `, ${name} = $${index + 2}`).join("")
    await tx.query(`UPDATE mpmd_mailing SET updated_at = now()${set} WHERE id = $1`, [
      id,
      ...fields.map(([, value]) => value),
    ])
  })
}

/** Deletes what was never sent. History stays. */
export async function deleteDraft(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    const state = await lockMailing(tx, id)
    if (state !== "draft" && state !== "refused") {
      throw new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        `This mailing cannot be deleted: its state is ${state}. What was sent stays on record.`
      )
    }
    await tx.query("UPDATE mpmd_mailing SET deleted_at = now() WHERE id = $1", [id])
  })
}
