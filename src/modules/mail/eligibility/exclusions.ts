/**
 * The one rule: may this address get a member mail, and if not, why not? Count, freeze and the moment of
 * sending all build their SQL from these fragments, so that they can never disagree. Whether an address
 * comes twice is decided afterwards, among those whom the rule lets through.
 */
import { malformed } from "../address/sql"
import type { Consent } from "../words"

/** Aliases of a left-joined `mpmd_member` and `mpmd_address`. */
export interface ConsentAliases {
  member: string
  address: string
}

/**
 * A grant on record that no withdrawal followed, neither this person's nor one of a holder of the address; at the same
 * instant the withdrawal wins. Where an address has withdrawn, a grant counts that was given for it and no other.
 */
function optedIn({ member: m, address: a }: ConsentAliases): string {
  return `coalesce(${m}.opted_in_at > coalesce(greatest(${m}.withdrawn_at, ${a}.unsubscribed_at), '-infinity')
    AND (${a}.unsubscribed_at IS NULL OR ${m}.address = ${a}.email), false)`
}

/** A withdrawal binds the person, whatever address they take, and the address, whoever takes it. */
function withdrawn({ member, address }: ConsentAliases): string {
  return `(${member}.withdrawn_at IS NOT NULL OR ${address}.unsubscribed_at IS NOT NULL)`
}

/** SQL for what stands for a member's consent. */
export function consentAs(aliases: ConsentAliases, sql: Record<Consent, string>): string {
  return `CASE WHEN ${optedIn(aliases)} THEN ${sql.opted_in}
    WHEN ${withdrawn(aliases)} THEN ${sql.opted_out}
    ELSE ${sql.not_asked} END`
}

/** SQL for a member's consent: `opted_in`, `opted_out` or `not_asked`. */
export function consentOf(aliases: ConsentAliases): string {
  return consentAs(aliases, { opted_in: "'opted_in'", opted_out: "'opted_out'", not_asked: "'not_asked'" })
}

/** The joins that {@link consentOf} and {@link exclusionOf} look at. */
export function consentJoins(customerId: string, address: string, aliases: ConsentAliases): string {
  const { member: m, address: a } = aliases
  return `LEFT JOIN mpmd_member ${m} ON ${m}.customer_id = ${customerId} AND ${m}.deleted_at IS NULL
    LEFT JOIN mpmd_address ${a} ON ${a}.email = ${address} AND ${a}.deleted_at IS NULL`
}

/** SQL expressions, not values: what the rule decides by. */
export interface RuleTerms extends ConsentAliases {
  /** The address as the customer wrote it. */
  email: string
  /** `marketing` or `notice`. */
  purpose: string
  /** `opted_in` or `not_asked`. */
  include: string
}

/** SQL for the first reason why this member may not be sent to; NULL if they may. */
export function exclusionOf({ email, purpose, include, ...aliases }: RuleTerms): string {
  const { address } = aliases
  return `CASE WHEN ${email} IS NULL THEN 'no_address'
    WHEN ${malformed(email)} THEN CASE WHEN btrim(${email}) = '' THEN 'no_address' ELSE 'invalid' END
    WHEN ${address}.invalid THEN 'invalid'
    WHEN ${address}.complained_at IS NOT NULL THEN 'complained'
    WHEN ${purpose} = 'notice' OR ${optedIn(aliases)} THEN NULL
    WHEN ${withdrawn(aliases)} THEN 'opted_out'
    WHEN ${include} = 'not_asked' THEN NULL
    ELSE 'not_asked' END`
}

/** Aliases of a `mpmd_delivery`, its `mailing`, and of what {@link consentJoins} joined to the delivery. */
export interface SendingAliases extends ConsentAliases {
  delivery: string
  mailing: string
  /**
   * SQL for the mailing's `include`. A statement over many deliveries should unpack it once, in a CTE: the
   * audience it stands in may hold 100,000 ids.
   */
  include?: string
}

/**
 * SQL for the reason why a delivery of a member mailing must be skipped at the moment of sending, NULL if it
 * may go: between freezing and sending people unsubscribe, complain or take their consent back. It looks at
 * `mail_*` rows alone.
 */
export function exclusionAtSending({ delivery, mailing, include, ...aliases }: SendingAliases): string {
  return exclusionOf({
    ...aliases,
    email: `${delivery}.email`,
    purpose: `${mailing}.purpose`,
    include: include ?? `coalesce(${mailing}.audience->>'include', 'opted_in')`,
  })
}
