/** The request to send a draft: everything that can be known beforehand is checked, and nobody waits for the audience. */
import { countAudience } from "../audience/count"
import { balanceOf, fits, monthOf, OverQuotaError, type QuotaLimits } from "../quota/quota"
import type { MedusaError } from "../refusals/medusa-error"
import { invalid, notAllowed } from "../refusals/refusal"
import { holdAudience } from "../segments/use"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { sendableContent } from "../templates/draft"
import { reopenDraft } from "./drafts"
import { audienceOf, frozenWith } from "./freeze"
import { holdBack } from "./grace-and-undo"
import { essenceOf, getMailing, type MailingDTO } from "./mailing"
import { assertOrderContent } from "./order-content"
import { isAllowed, lockMailing, moveMailing, NOT_REFUSED } from "./states"

export interface SendOptions {
  scheduled_at?: Date | null
  /** How long it can be undone, in seconds; the shop's setting if left out. Of what is sent now. */
  grace?: number
}

/** A notice overrides a withdrawal, so somebody has to say why. */
function assertPurpose(mailing: MailingDTO): void {
  if (mailing.purpose === "notice" && !mailing.purpose_reason?.trim()) {
    const message = "write why this notice must also reach those who opted out"
    throw invalid("purpose_reason", "no_notice_reason", message)
  }
}

/** Everything that can be known before the audience is frozen. Changes nothing. */
async function assertSendable(
  db: Database,
  limits: QuotaLimits,
  mailing: MailingDTO,
  scheduledAt: Date | null
): Promise<void> {
  const { timezone } = limits
  if (mailing.kind === "order") {
    await assertOrderContent(mailing, { settings: await getSettings(db), timezone })
    return
  }
  assertPurpose(mailing)
  await sendableContent(mailing.kind, mailing.content, await getSettings(db), { timezone, sender: mailing })
  const { audience } = await audienceOf(db, mailing, limits)
  const { sendable } = await countAudience(db, audience, mailing.purpose)
  if (!sendable.count) {
    throw notAllowed("no_recipient", "This mailing has no recipient: nobody in its audience can be sent to.")
  }
  const balance = await balanceOf(db, limits, await monthOf(db, limits, scheduledAt))
  if (!fits(balance, sendable.count)) {
    throw new OverQuotaError(balance, sendable.count)
  }
}

/**
 * Starts a draft when its grace is over (grace-and-undo.ts), or puts it on the schedule. Refuses at once what does not fit the
 * quota or has errors.
 *
 * @throws MedusaError `invalid_data`, `not_allowed`, `not_found`; OverQuotaError. The draft stays as it was.
 */
export async function requestSend(
  db: Database,
  limits: QuotaLimits,
  id: string,
  options: SendOptions,
  actorId: string | null
): Promise<void> {
  const scheduledAt = options.scheduled_at ?? null
  const mailing = await getMailing(db, id)
  const grace = scheduledAt ? 0 : (options.grace ?? (await getSettings(db)).grace_seconds)
  const to = scheduledAt || grace ? "scheduled" : "preparing"
  const state = mailing.state === "refused" ? "draft" : mailing.state
  // A scheduled mailing moves to `preparing` by the clock, not by being sent a second time.
  if (state !== "draft" || !isAllowed(state, to)) {
    throw cannotBeSent(mailing)
  }
  await assertSendable(db, limits, mailing, scheduledAt)
  await db.transaction(async (tx) => {
    await lockMailing(tx, id)
    assertUnchanged(mailing, await getMailing(tx, id))
    await holdAudience(tx, mailing.audience ?? {})
    await reopenDraft(tx, id, "be sent")
    const frozen = to === "preparing" ? await frozenWith(tx, limits, mailing) : {}
    await moveMailing(tx, id, to, "be sent", {
      scheduled_at: scheduledAt,
      sent_by: actorId,
      ...NOT_REFUSED,
      ...frozen,
    })
    if (grace) {
      await holdBack(tx, id, grace)
    }
  })
}

/** Counting an audience takes a while: what is sent is what was checked, and not what somebody made of it meanwhile. */
function assertUnchanged(checked: MailingDTO, present: MailingDTO): void {
  if (checked.state !== present.state) {
    throw cannotBeSent(present)
  }
  if (essenceOf(checked) !== essenceOf(present)) {
    throw notAllowed(
      "changed_meanwhile",
      "This mailing was changed by somebody else in this moment: look at it once more, then send it."
    )
  }
}

function cannotBeSent({ state }: MailingDTO): MedusaError {
  return notAllowed("wrong_state", `This mailing cannot be sent: its state is ${state}.`, { state })
}
