/**
 * What a template may say about a member, as SQL over the customer `c`. A delivery carries only what its
 * content names, so that a million rows stay small. The catalogue for people is content/catalogue.ts.
 */

import { personNameSql } from "../formats/person-name"
import { invalid, notFound } from "../refusals/refusal"
import type { Database } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import type { Variables } from "../words"

/** NULL without a name. */
export const FULL_NAME = personNameSql("c.first_name", "c.last_name")

const FIELDS: Record<string, string> = {
  name: FULL_NAME,
  first_name: "c.first_name",
  last_name: "c.last_name",
  email: "btrim(c.email)",
  phone: "c.phone",
  company_name: "c.company_name",
}

/** Paths with a value of their own; below `member.metadata` every key is a variable too. */
export const MEMBER_PATHS = [...Object.keys(FIELDS), "metadata"].map((field) => `member.${field}`)

/** A function of Postgres takes 100 arguments: as many keys as fit, each with its value. */
const PAIRS = 50

/** Of the metadata only the named keys, whole; everything if a template names the metadata itself. */
function metadata(keys: readonly (string | undefined)[], values: Parameters): string {
  if (keys.includes(undefined)) {
    return "coalesce(c.metadata, '{}'::jsonb)"
  }
  const pairs = [...new Set(keys)].map((key) => {
    const placeholder = `${values.add(key)}::text`
    return `${placeholder}, c.metadata -> ${placeholder}`
  })
  const objects: string[] = []
  for (let first = 0; first < pairs.length; first += PAIRS) {
    objects.push(`jsonb_build_object(${pairs.slice(first, first + PAIRS).join(", ")})`)
  }
  return objects.join(" || ")
}

/**
 * SQL for a delivery's variables, such as `{"member": {"first_name": "Hanako"}}`. Paths outside `member` are
 * the same for every recipient and live in the content.
 *
 * @throws MedusaError (`invalid_data`) for a path of `member` that does not exist.
 */
export function variablesOf(paths: readonly string[], values: Parameters): string {
  const named = paths
    .filter((path) => path.split(".")[0] === "member")
    .map((path) => path.split(".").slice(1))
  const fields = [...new Set(named.map(([field]) => field ?? ""))].map((field) => {
    if (field === "metadata") {
      const keys = named.filter(([first]) => first === "metadata").map(([, key]) => key)
      return `'metadata', ${metadata(keys, values)}`
    }
    if (!Object.hasOwn(FIELDS, field)) {
      throw invalid("member", "unknown_field", `Unknown variable: member.${field}`, { name: field })
    }
    return `'${field}', ${FIELDS[field]!}`
  })
  return fields.length
    ? `jsonb_build_object('member', jsonb_build_object(${fields.join(", ")}))`
    : `'{}'::jsonb`
}

/**
 * The variables of one member, for a preview or a sample.
 *
 * @param paths - What the content names.
 * @throws MedusaError `not_found` for an unknown or deleted customer, `invalid_data` for an unknown path.
 */
export async function memberVariables(
  db: Database,
  customerId: string,
  paths: readonly string[]
): Promise<Variables> {
  const values = parameters()
  const [row] = await db.query<{ variables: Variables }>(
    `SELECT ${variablesOf(paths, values)} AS variables FROM customer c
      WHERE c.id = ${values.add(customerId)} AND c.deleted_at IS NULL`,
    values.values
  )
  if (!row) {
    throw notFound("customer", customerId)
  }
  return row.variables
}
