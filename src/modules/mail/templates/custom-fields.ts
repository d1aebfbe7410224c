/** The shop's own fields: keys of metadata that exist, so that people can pick them instead of knowing their spelling. */
import type { VariableEntry } from "../content/catalogue"
import type { Database } from "../sql/database"
import type { MailingKind } from "../words"

/** What is written today is seen among the newest; all of a million rows would take seconds. */
const LOOKED_AT = 2_000
const MOST = 50

const HOLDERS = {
  "member.metadata": "customer",
  "order.metadata": '"order"',
} as const

/** Keys that a template can name with a dot, with values that can be printed. */
const keysIn = (table: string) =>
  `WITH newest AS MATERIALIZED (SELECT metadata FROM ${table} WHERE deleted_at IS NULL ORDER BY id DESC LIMIT ${LOOKED_AT})
   SELECT DISTINCT key FROM newest,
     jsonb_each(CASE WHEN jsonb_typeof(metadata) = 'object' THEN metadata ELSE '{}' END) AS field(key, value)
    WHERE jsonb_typeof(value) IN ('string', 'number', 'boolean') AND key ~ '^[A-Za-z_][A-Za-z0-9_]{0,59}$'
    ORDER BY key LIMIT ${MOST}`

/** As entries for the picker, below what they belong to. */
export async function customFields(db: Database, kind: MailingKind): Promise<VariableEntry[]> {
  const holders =
    kind === "order" ? (["member.metadata", "order.metadata"] as const) : (["member.metadata"] as const)
  const found = await Promise.all(
    holders.map(async (holder) => {
      const rows = await db.query<{ key: string }>(keysIn(HOLDERS[holder]))
      return rows.map(({ key }) => entryOf(holder, key))
    })
  )
  return found.flat()
}

function entryOf(holder: keyof typeof HOLDERS, key: string): VariableEntry {
  const words = key.replaceAll("_", " ")
  const label =
    holder === "order.metadata"
      ? { en: `Custom field of the order: ${words}`, ja: `受注のカスタム項目：${words}` }
      : { en: `Custom field: ${words}`, ja: `カスタム項目：${words}` }
  return { path: `${holder}.${key}`, label, example: { en: "", ja: "" } }
}
