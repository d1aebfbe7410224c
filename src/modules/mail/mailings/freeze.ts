/** From a mailing whose time has come to its deliveries: the freezing of its audience. */
import { insertMemberDeliveries } from "../audience/prepare"
import { audienceInMoments } from "../audience/shop-days"
import { storeContent } from "../content/store"
import { BEGINS_AT } from "../deliveries/lanes"
import { renewStatistics } from "../deliveries/statistics"
import { monthOf, type QuotaLimits, reserve } from "../quota/quota"
import { MedusaError } from "../refusals/medusa-error"
import { invalid, notAllowed } from "../refusals/refusal"
import { RenderThreadsBusy } from "../render-threads"
import { resolveAudience, type ResolvedAudience } from "../segments/use"
import { getSettings } from "../settings/settings"
import type { Database } from "../sql/database"
import { type DraftContent, sendableContent } from "../templates/draft"
import { routeOf, type ShopOptions } from "../transports/choice"
import { essenceOf, getMailing, type MailingDTO } from "./mailing"
import { frozenPresentation } from "./order-content"
import { lockMailing, moveMailing, refusedFor, type StateFields } from "./states"

/** A mailing whose hour passed this long ago (the machine was off, a backup was restored) asks a person again. */
const OVERDUE_HOURS = 12
const OVERDUE = notAllowed(
  "overdue",
  `Not sent: its time passed more than ${OVERDUE_HOURS} hours ago while nothing was running.`,
  { hours: OVERDUE_HOURS }
)

/** Whom it is for as of now, with its days as moments of the shop, and the segment that it names. */
export async function audienceOf(
  db: Database,
  mailing: MailingDTO,
  { timezone }: QuotaLimits
): Promise<ResolvedAudience> {
  if (!mailing.audience) {
    throw invalid("audience", "no_audience", "choose whom this mailing is for")
  }
  const { audience, segment } = await resolveAudience(db, mailing.audience)
  return { audience: audienceInMoments(audience, timezone), segment }
}

/** What an order mailing keeps of this moment; member mail is frozen as a whole, in one transaction. */
export async function frozenWith(
  tx: Database,
  limits: QuotaLimits,
  { kind }: Pick<MailingDTO, "kind">
): Promise<StateFields> {
  return kind === "order" ? { presentation: await frozenPresentation(tx, limits.timezone) } : {}
}

/** What of the options decides what is frozen. */
export type FreezeOptions = QuotaLimits & ShopOptions

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
export async function prepareMailing(db: Database, limits: FreezeOptions, id: string): Promise<Prepared> {
  const mailing = await getMailing(db, id)
  if (mailing.state === "scheduled") {
    return startScheduled(db, limits, mailing)
  }
  try {
    // Before the transaction: it takes a while, and Postgres gives up on a transaction that rests.
    const { timezone, transports = [] } = limits
    const { settings, transport } = routeOf(transports, await getSettings(db))
    const draft = await sendableContent(mailing.kind, mailing.content, settings, {
      timezone,
      sender: mailing,
    })
    const content = { ...(await keep(db, draft)), transport }
    const changed = await db.transaction((tx) => freeze(tx, limits, mailing, content))
    if (changed) {
      await renewStatistics(db, id)
    }
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
  /** By which all its mails leave. */
  transport: string | null
  /** What the content names. */
  variables: readonly string[]
}

async function keep(db: Database, { snapshot, constants }: DraftContent): Promise<Omit<Kept, "transport">> {
  return { contentId: await storeContent(db, snapshot, constants), variables: snapshot.variables }
}

async function freeze(
  tx: Database,
  limits: QuotaLimits,
  mailing: MailingDTO,
  { contentId, variables, transport }: Kept
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
  const { audience, segment } = await audienceOf(tx, mailing, limits)
  const { inserted, unsendable } = await insertMemberDeliveries(tx, {
    mailingId: mailing.id,
    contentId,
    transport,
    audience,
    purpose: mailing.purpose,
    variables,
    quotaMonth: month,
  })
  if (!inserted) {
    throw notAllowed("no_recipient", "Nobody in the audience can be sent to any more.")
  }
  await moveMailing(tx, mailing.id, "sending", "be prepared", {
    content_id: contentId,
    transport,
    total: inserted,
    pending: inserted,
    unsendable,
    segment,
  })
  await tx.query("UPDATE mpmd_mailing SET started_at = now() WHERE id = $1", [mailing.id])
  await reserve(tx, limits, month, mailing.id, inserted)
  return true
}
