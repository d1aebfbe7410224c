/** From a draft to deliveries: the request to send, and the freezing of its audience. */
import { MedusaError } from "@medusajs/framework/utils"

import { countAudience } from "../audience/count"
import { insertMemberDeliveries } from "../audience/prepare"
import { audienceInMoments } from "../audience/shop-days"
import { storeContent } from "../content/store"
import { BEGINS_AT } from "../deliveries/lanes"
import { balanceOf, fits, monthOf, OverQuotaError, type QuotaLimits, reserve } from "../quota/quota"
import { invalid, notAllowed } from "../refusals/refusal"
import { RenderThreadsBusy } from "../render-threads"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { type DraftContent, sendableContent } from "../templates/draft"
import type { Audience } from "../words"
import { reopenDraft } from "./drafts"
import { holdBack } from "./grace-and-undo"
import { essenceOf, getMailing, type MailingDTO } from "./mailing"
import { assertOrderContent, frozenPresentation } from "./order-content"
import { isAllowed, lockMailing, moveMailing, NOT_REFUSED, refusedFor, type StateFields } from "./states"

export interface SendOptions {
  scheduled_at?: Date | null
  /** How long it can be undone, in seconds; the shop's setting if left out. Of what is sent now. */
  grace?: number
}

/** A mailing whose hour passed this long ago (the machine was off, a backup was restored) asks a person again. */
const OVERDUE_HOURS = 12
const OVERDUE = notAllowed(
  "overdue",
  `Not sent: its time passed more than ${OVERDUE_HOURS} hours ago while nothing was running.`,
  { hours: OVERDUE_HOURS }
)

/** Its days as moments of the shop. */
function audienceOf(mailing: MailingDTO, { timezone }: QuotaLimits): Audience {
  if (!mailing.audience) {
    throw invalid("audience", "no_audience", "choose whom this mailing is for")
  }
  return audienceInMoments(mailing.audience, timezone)
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
  const { sendable } = await countAudience(db, audienceOf(mailing, limits), mailing.purpose)
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

/** What an order mailing keeps of this moment; member mail is frozen as a whole, in one transaction. */
async function frozenWith(
  tx: Database,
  limits: QuotaLimits,
  { kind }: Pick<MailingDTO, "kind">
): Promise<StateFields> {
  return kind === "order" ? { presentation: await frozenPresentation(tx, limits.timezone) } : {}
}

export interface Prepared {
  /** False if another worker is at it, or nothing was to be done. */
  changed: boolean
  /** Why nothing will be sent; the mailing is `refused` and can be changed. */
  refusal: string | null
  /** Its time passed too long ago: it is a draft again, and a person should know. */
  overdue?: boolean
}

const NOTHING_DONE: Prepared = { changed: false, refusal: null }

/** Moves a mailing whose time has come on to `preparing`, or back to being a draft if that is too long ago. */
async function startScheduled(db: Database, limits: QuotaLimits, mailing: MailingDTO): Promise<Prepared> {
  const { id } = mailing
  return db.transaction(async (tx) => {
    if ((await lockMailing(tx, id)) !== "scheduled") {
      return NOTHING_DONE
    }
    const [row] = await tx.query<{ due: boolean; overdue: boolean }>(
      `SELECT ${BEGINS_AT} <= now() AS due, ${BEGINS_AT} < now() - make_interval(hours => $2) AS overdue ` +
        "FROM mpmd_mailing WHERE id = $1",
      [id, OVERDUE_HOURS]
    )
    const { due, overdue } = row!
    // Taken off the schedule and put on it anew, while we waited for the lock.
    if (!due) {
      return NOTHING_DONE
    }
    if (overdue) {
      await moveMailing(tx, id, "draft", "be started", { scheduled_at: null, ...refusedFor(OVERDUE) })
    } else {
      await moveMailing(tx, id, "preparing", "be started", await frozenWith(tx, limits, mailing))
    }
    return { changed: true, refusal: null, overdue }
  })
}

/**
 * Freezes the audience of a mailing in `preparing`: deliveries, then the quota, last and briefly, in one
 * transaction. A crash leaves nothing behind, and the next dispatcher begins again.
 */
export async function prepareMailing(db: Database, limits: QuotaLimits, id: string): Promise<Prepared> {
  const mailing = await getMailing(db, id)
  if (mailing.state === "scheduled") {
    return startScheduled(db, limits, mailing)
  }
  try {
    // Before the transaction: it takes a while, and Postgres gives up on a transaction that rests.
    const { timezone } = limits
    const draft = await sendableContent(mailing.kind, mailing.content, await getSettings(db), {
      timezone,
      sender: mailing,
    })
    const content = await keep(db, draft)
    const changed = await db.transaction((tx) => freeze(tx, limits, mailing, content))
    return { changed, refusal: null }
  } catch (error) {
    if (!(error instanceof MedusaError) || error instanceof RenderThreadsBusy) {
      throw error
    }
    return db.transaction((tx) => refuse(tx, mailing, error))
  }
}

/** Unless another worker was faster, and perhaps a person too, who has mended it and sent it anew. */
async function refuse(tx: Database, mailing: MailingDTO, error: Error): Promise<Prepared> {
  const { id } = mailing
  const state = await lockMailing(tx, id)
  if (state !== "preparing" || essenceOf(await getMailing(tx, id)) !== essenceOf(mailing)) {
    return NOTHING_DONE
  }
  await moveMailing(tx, id, "refused", "be prepared", refusedFor(error))
  return { changed: true, refusal: error.message }
}

interface Kept {
  contentId: string
  /** What the content names. */
  variables: readonly string[]
}

async function keep(db: Database, { snapshot, constants }: DraftContent): Promise<Kept> {
  return { contentId: await storeContent(db, snapshot, constants), variables: snapshot.variables }
}

async function freeze(
  tx: Database,
  limits: QuotaLimits,
  mailing: MailingDTO,
  { contentId, variables }: Kept
): Promise<boolean> {
  const [mine] = await tx.query<{ id: string }>(
    "SELECT id FROM mpmd_mailing WHERE id = $1 AND state = 'preparing' FOR NO KEY UPDATE SKIP LOCKED",
    [mailing.id]
  )
  // Refused by another worker, changed and sent anew, since we have read it: its turn comes again.
  if (!mine || essenceOf(await getMailing(tx, mailing.id)) !== essenceOf(mailing)) {
    return false
  }
  const month = await monthOf(tx, limits)
  const { inserted, unsendable } = await insertMemberDeliveries(tx, {
    mailingId: mailing.id,
    contentId,
    audience: audienceOf(mailing, limits),
    purpose: mailing.purpose,
    variables,
    quotaMonth: month,
  })
  if (!inserted) {
    throw notAllowed("no_recipient", "Nobody in the audience can be sent to any more.")
  }
  await moveMailing(tx, mailing.id, "sending", "be prepared", {
    content_id: contentId,
    total: inserted,
    pending: inserted,
    unsendable,
  })
  await tx.query("UPDATE mpmd_mailing SET started_at = now() WHERE id = $1", [mailing.id])
  await reserve(tx, limits, month, mailing.id, inserted)
  return true
}
