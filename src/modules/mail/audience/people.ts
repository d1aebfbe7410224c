/**
 * The people behind a count, by the very rule that counts: those who get the mail, or those who are left out for one
 * reason, so that a list is never longer or shorter than its count says.
 *
 * No index knows the rule, so what is rare is looked for among all, once for each page. Among 1,000,000 customers that
 * takes about as long as counting them; those who get the mail a third of it, a common reason a hundredth.
 */
import { normalised } from "../address/sql"
import { consentJoins, consentOf } from "../eligibility/exclusions"
import type { Database } from "../sql/database"
import { type Parameters, parameters } from "../sql/parameters"
import type { Audience, Consent, Exclusion, PlainAudience, Purpose } from "../words"
import { exclusionIn, RANK } from "./count"
import { ALIASES, peopleOf, search } from "./filter"

export interface AudiencePersonDTO {
  customer_id: string
  email: string | null
  first_name: string | null
  last_name: string | null
  company_name: string | null
  has_account: boolean
  consent: Consent
  /** Of a `duplicate_address`: the customer whose mail to this address it is. */
  instead_id: string | null
}

export interface AudienceListOptions {
  audience: Audience
  purpose?: Purpose
  /** Why they are left out; if it is not said, those who get the mail are listed. */
  reason?: Exclusion
  /** Only those of this consent. */
  consent?: Consent
  /** Words of name, company, address or phone number, as in a filter. */
  q?: string
  /** `next` of the page before. */
  after?: string
  limit?: number
}

/** What it comes to when its segment has become a filter. */
export type PlainAudienceList = Omit<AudienceListOptions, "audience"> & { audience: PlainAudience }

export interface AudiencePage {
  people: AudiencePersonDTO[]
  /** Where the next page begins; null: this is the last one. */
  next: string | null
}

const PAGE = 50

const ADDRESS = normalised("c.email")

/**
 * `twin`: those whose address goes to somebody before them, by {@link RANK}. The rule is asked only of those who have one
 * of the addresses of `among`: as a condition Postgres would ask it of everybody first.
 */
function twins({ people, excluded }: Asked, among: string): string {
  return `
    peer AS MATERIALIZED (
      SELECT c.id, ${ADDRESS} AS address, ${RANK} AS rank, ${excluded} AS reason
      ${people} AND ${ADDRESS} IN (SELECT address FROM ${among})
    ), twin AS MATERIALIZED (
      SELECT id, instead_id FROM (
        SELECT id, first_value(id) OVER (PARTITION BY address ORDER BY rank, id COLLATE "C") AS instead_id
          FROM peer WHERE reason IS NULL
      ) AS ranked WHERE id <> instead_id
    )`
}

/** An audience as SQL. */
interface Asked {
  people: string
  excluded: string
  /** What else the page is narrowed by. */
  narrowed: string
  limit: string
}

/** Of those who get the mail the page is cut first, so that twins are looked for among its addresses alone. */
function sendable(asked: Asked): string {
  return `
    WITH page AS MATERIALIZED (
      SELECT c.id, ${ADDRESS} AS address ${asked.people} AND (${asked.excluded}) IS NULL ${asked.narrowed}
       ORDER BY c.id DESC LIMIT ${asked.limit}
    ), ${twins(asked, "page")}`
}

/** Few addresses are shared: they are found first, by the address alone. */
function duplicates(asked: Asked): string {
  return `
    WITH shared AS MATERIALIZED (
      SELECT ${ADDRESS} AS address ${asked.people} AND c.email IS NOT NULL GROUP BY 1 HAVING count(*) > 1
    ), ${twins(asked, "shared")}, page AS MATERIALIZED (
      SELECT c.id ${asked.people} AND c.id IN (SELECT id FROM twin) ${asked.narrowed}
       ORDER BY c.id DESC LIMIT ${asked.limit}
    )`
}

/** For one of the other reasons nobody else has to be looked at. */
function excludedFor(reason: string, { people, excluded, narrowed, limit }: Asked): string {
  return `
    WITH page AS MATERIALIZED (
      SELECT c.id ${people} AND (${excluded}) = ${reason} ${narrowed} ORDER BY c.id DESC LIMIT ${limit}
    ), twin AS (SELECT NULL AS id, NULL AS instead_id)`
}

/** Names and consents are looked up for the page alone. */
const PERSON = `SELECT c.id AS customer_id, c.email, c.first_name, c.last_name, c.company_name, c.has_account,
    ${consentOf(ALIASES)} AS consent, twin.instead_id
  FROM page JOIN customer c ON c.id = page.id LEFT JOIN twin ON twin.id = c.id
  ${consentJoins("c.id", ADDRESS, ALIASES)}
  ORDER BY c.id DESC`

function statement(options: PlainAudienceList, limit: number, values: Parameters): string {
  const { audience, purpose = "marketing", reason, consent, q, after } = options
  const narrowed = [
    consent && `${consentOf(ALIASES)} = ${values.add(consent)}`,
    q && search(q, values),
    after && `c.id < ${values.add(after)}`,
  ]
  const asked = {
    people: peopleOf(audience, values),
    excluded: exclusionIn(audience, purpose, values),
    narrowed: narrowed.map((condition) => (condition ? `AND ${condition}` : "")).join(" "),
    limit: values.add(limit),
  }
  if (reason === undefined) {
    return sendable(asked) + PERSON
  }
  return (
    (reason === "duplicate_address" ? duplicates(asked) : excludedFor(values.add(reason), asked)) + PERSON
  )
}

/**
 * Lists the people behind a count, the newest customers first.
 *
 * @returns One page (50 if no limit is given), and where the next one begins. A page of those who get the mail may be
 *   shorter, even empty, with others behind it: a person who shares an address is taken out of it.
 * @throws MedusaError (`invalid_data`) for an audience without filter and customers, or an unknown field.
 */
export async function listAudience(db: Database, options: PlainAudienceList): Promise<AudiencePage> {
  const { reason, limit = PAGE } = options
  const values = parameters()
  const text = statement(options, limit + 1, values)
  const rows = await db.query<AudiencePersonDTO>(text, values.values)
  const page = rows.slice(0, limit)
  const people = reason ? page : page.filter(({ instead_id }) => instead_id === null)
  return { people, next: rows.length > limit ? (page.at(-1)?.customer_id ?? null) : null }
}
