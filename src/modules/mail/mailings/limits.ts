/**
 * A mailing that pauses itself: too many of its mails are refused or come back, or its readers call it spam. Asked of its
 * counters, which move in one statement with the state of each mail: so it does not matter who asks, how often, and
 * in which order the news came; and a process that dies before asking is made up for by the next outcome.
 */
import { SENT } from "../quota/sent-counts"
import { getSettings, type MailSettingsDTO } from "../settings/settings"
import type { Database } from "../sql/database"
import { LEAST_COMPLAINTS, LEAST_MAILS, type Outcomes, type Rates, ratesOf } from "../words/rates"
import { lockMailing, moveMailing } from "./states"

const LIMITS = ["undelivered", "complaints"] as const
type Limit = (typeof LIMITS)[number]

export interface LimitPause {
  id: string
  cause: Limit
  /** Figures, as a sentence. */
  message: string
}

type Counters = Outcomes & { state: string; waived_limits: Limit[] | null }

/** In words that notices/pause-words.ts reads again. */
function figures(part: number, whole: number, limit: number): string {
  return `${part} of ${whole} mails, limit ${limit} %`
}

/** Fewer mails than {@link LEAST_MAILS} say nothing: one of three is no pattern. */
const ABOVE: Record<Limit, (rates: Rates, settings: MailSettingsDTO) => string | null> = {
  undelivered({ attempted, undelivered }, { pause_undelivered: limit }) {
    const counts = limit !== null && attempted >= LEAST_MAILS.undelivered
    return counts && undelivered * 100 > attempted * limit ? figures(undelivered, attempted, limit) : null
  },
  complaints({ sent, complained }, { pause_complaints: limit }) {
    const counts = limit !== null && sent >= LEAST_MAILS.complaints && complained >= LEAST_COMPLAINTS
    return counts && complained * 100 > sent * limit ? figures(complained, sent, limit) : null
  },
}

function exceeded(counters: Counters, settings: MailSettingsDTO): Omit<LimitPause, "id"> | null {
  const rates = ratesOf(counters)
  for (const cause of LIMITS) {
    const message = counters.waived_limits?.includes(cause) ? null : ABOVE[cause](rates, settings)
    if (message) {
      return { cause, message }
    }
  }
  return null
}

async function countersOf(db: Database, id: string): Promise<Counters | undefined> {
  const [row] = await db.query<Counters>(
    `SELECT state, ${SENT} AS sent, failed, bounced, complained, waived_limits FROM mpmd_mailing m WHERE id = $1 AND deleted_at IS NULL`,
    [id]
  )
  return row?.state === "sending" ? row : undefined
}

/**
 * Pauses a mailing that is above a limit of the settings.
 *
 * @returns what it was paused for; null if it goes on, or is not sending.
 */
export async function pauseAboveLimit(db: Database, id: string): Promise<LimitPause | null> {
  const settings = await getSettings(db)
  const seen = await countersOf(db, id)
  if (!seen || !exceeded(seen, settings)) {
    return null
  }
  return db.transaction(async (tx) => {
    await lockMailing(tx, id)
    const counters = await countersOf(tx, id)
    const found = counters && exceeded(counters, settings)
    if (!found) {
      return null
    }
    await moveMailing(tx, id, "paused", "be paused", {
      pause_cause: found.cause,
      pause_reason: found.message,
    })
    return { id, ...found }
  })
}

/** The person who resumes has seen the figures, and has decided: it is not paused for the same again. @param tx - That resumes. */
export async function waiveLimit(tx: Database, id: string): Promise<void> {
  await tx.query(
    "UPDATE mpmd_mailing SET waived_limits = coalesce(waived_limits, '[]') || to_jsonb(pause_cause) " +
      "WHERE id = $1 AND pause_cause = ANY($2)",
    [id, [...LIMITS]]
  )
}
