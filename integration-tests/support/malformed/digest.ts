/** One short text for all that this module keeps: equal before and after means that nothing has changed. */
import type { Database } from "../../../src/modules/mail/sql/database"

/** Written by the dispatcher for itself, whatever anybody asks for. */
const DISPATCHERS_OWN = ["mpmd_rate", "mpmd_outage"]

export async function digestOf(db: Database): Promise<string> {
  const tables = await db.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' " +
      "AND table_name LIKE 'mpmd\\_%' AND table_name <> ALL($1) ORDER BY 1",
    [DISPATCHERS_OWN]
  )
  const digests = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS digest FROM ${name} t`
  )
  const rows = await db.query<{ name: string; digest: string | null }>(digests.join(" UNION ALL "))
  return rows.map(({ name, digest }) => `${name} ${digest ?? "-"}`).join("\n")
}
