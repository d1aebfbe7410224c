/** When each mail service last told something, and when somebody last failed to prove to be it: for Settings → Mail. */
import type { Reception, ReturnTally } from "../bounces/receive"
import type { Database } from "../sql/database"

export interface HeardServiceDTO {
  /** As in the address that it calls: `ses`, `message` … */
  service: string
  /** When it last told something that was genuine. */
  taken_at: Date | null
  /** What became of that. */
  tally: ReturnTally | null
  /** When the last one came that was not genuine, or made no sense. */
  refused_at: Date | null
}

/** Anybody may send what is refused, as often as they like; it is noted not more often than this. */
const NOTED_EVERY = "10 seconds"

const TAKEN = `INSERT INTO mpmd_heard AS heard (service, taken_at, tally) VALUES ($1, now(), $2)
  ON CONFLICT (service) DO UPDATE SET taken_at = excluded.taken_at, tally = excluded.tally
   WHERE heard.taken_at IS NULL OR heard.taken_at < now() - interval '1 second'`
const REFUSED = `INSERT INTO mpmd_heard AS heard (service, refused_at) VALUES ($1, now())
  ON CONFLICT (service) DO UPDATE SET refused_at = excluded.refused_at
   WHERE heard.refused_at IS NULL OR heard.refused_at < now() - interval '${NOTED_EVERY}'`

/** Of one that the shop has entered. */
export async function noteHeard(db: Database, service: string, reception: Reception): Promise<void> {
  if (reception.state === "taken") {
    await db.query(TAKEN, [service, JSON.stringify(reception.tally)])
  } else if (reception.state !== "off") {
    await db.query(REFUSED, [service])
  }
}

/** @param services - Those that the shop has entered; each of them has a line, heard of or not. */
export async function heardServices(db: Database, services: readonly string[]): Promise<HeardServiceDTO[]> {
  const rows = await db.query<HeardServiceDTO>(
    "SELECT service, taken_at, tally, refused_at FROM mpmd_heard WHERE service = ANY($1) ORDER BY service",
    [services]
  )
  const silent = { taken_at: null, tally: null, refused_at: null }
  return services.map((service) => rows.find((row) => row.service === service) ?? { service, ...silent })
}
