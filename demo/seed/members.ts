/**
 * The members, by SQL in bulk: 100,000 of them take seconds. Their consents and flags are what a shop has after
 * two years: most said yes, some withdrew, some were never asked, some addresses went bad.
 */
import { type Knex } from "@medusajs/framework/mikro-orm/knex"

import { GONE_DOMAIN, GREYLISTING_DOMAIN } from "../inbox/troubled-addresses"
import { addressOf, COMPANIES, type Person, phoneOf, somebody } from "./people"
import { demoId, Random } from "./random"

export interface Member {
  id: string
  email: string | null
  first_name: string
  last_name: string
  company_name: string | null
  phone: string
  has_account: boolean
  metadata: Record<string, unknown>
  created_at: Date
  japanese: boolean
  group: number | null
  consent: "opted_in" | "opted_out" | "not_asked"
  /** Known to be wrong already. */
  invalid: boolean
}

export const GROUPS = ["卸売 Wholesale", "VIP", "Retail", "Press"] as const
const [WHOLESALE, VIP, RETAIL, PRESS] = GROUPS.keys()

const BATCH = 5000
const DAY = 86_400_000
const TWO_YEARS = 730
const WORDING = "新商品やお得な情報をメールで受け取ります / Send me news and offers by e-mail"

/** Makes up `count` members; the first few are the odd ones that every shop has. */
export function makeMembers(count: number, now: Date): Member[] {
  const random = new Random(20_240_501)
  const members = Array.from({ length: count }, (_, i) => ordinary(i + 1, random, now))
  oddOnes()
    .slice(0, count)
    .forEach((change, i) => Object.assign(members[i], change))
  return members
}

function ordinary(number: number, random: Random, now: Date): Member {
  const person = somebody(random)
  const group = groupOf(random)
  const wholesale = group === WHOLESALE || random.chance(0.05)
  const consent = random.next()
  return {
    id: demoId("cus", number),
    email: troubled(number) ? `${person.mailbox}${number}@${GONE_DOMAIN}` : addressOf(person, number, random),
    first_name: person.first_name,
    last_name: person.last_name,
    company_name: wholesale ? random.pick(COMPANIES) : null,
    phone: phoneOf(person, random),
    has_account: random.chance(0.85),
    metadata: metadataOf(person, random),
    created_at: new Date(now.getTime() - random.between(1, TWO_YEARS) * DAY - random.between(0, DAY)),
    japanese: person.japanese,
    group,
    consent: consent < 0.7 ? "opted_in" : consent < 0.82 ? "opted_out" : "not_asked",
    invalid: random.chance(0.01),
  }
}

/** One mailbox in 200 was closed without anybody telling the shop. */
function troubled(number: number): boolean {
  return number % 200 === 17
}

function groupOf(random: Random): number | null {
  const draw = random.next()
  return draw < 0.12 ? WHOLESALE : draw < 0.2 ? VIP : draw < 0.6 ? RETAIL : draw < 0.62 ? PRESS : null
}

function metadataOf(person: Person, random: Random): Record<string, unknown> {
  return {
    birth_month: random.between(1, 12),
    points: random.between(0, 80) * 50,
    prefers: random.pick(["knives", "pottery", "tea", "lacquer"]),
    language: person.japanese ? "ja" : "en",
  }
}

/** Each of them shows something that the audience or the dispatcher must get right. */
function oddOnes(): Partial<Member>[] {
  const shared = {
    first_name: "花子",
    last_name: "山田",
    consent: "opted_in",
    invalid: false,
    metadata: { birth_month: 3, points: 1200, prefers: "tea", language: "ja" },
  } as const
  return [
    { ...shared, email: "hanako.yamada@example.jp", has_account: true, japanese: true, company_name: null },
    // The guest order of somebody with an account, in another spelling: one mail, not two.
    { ...shared, email: "Hanako.Yamada@Example.jp", has_account: false, japanese: true, company_name: null },
    { email: null, consent: "opted_in" },
    { email: null, consent: "not_asked" },
    {
      email: `sho.kimura@${GONE_DOMAIN}`,
      first_name: "翔",
      last_name: "木村",
      consent: "opted_in",
      invalid: false,
    },
    { email: `info@${GONE_DOMAIN}`, consent: "opted_in", invalid: false, company_name: COMPANIES[0] },
    {
      email: `naoki.ito@${GREYLISTING_DOMAIN}`,
      first_name: "直樹",
      last_name: "伊藤",
      consent: "opted_in",
      invalid: false,
    },
    // Somebody whose name would break a header or a page that does not escape it.
    { first_name: "Zoë", last_name: `O'Brien "Z" <de>`, consent: "opted_in", invalid: false },
    { invalid: true, consent: "opted_in" },
    { consent: "opted_out" },
    { first_name: "", last_name: "", consent: "opted_in", invalid: false },
  ]
}

/** Writes them, their groups, consents and flags. */
export async function insertMembers(
  knex: Knex,
  members: Member[],
  groupIds: string[],
  now: Date
): Promise<void> {
  for (let i = 0; i < members.length; i += BATCH) {
    const batch = JSON.stringify(members.slice(i, i + BATCH))
    await knex.raw(CUSTOMERS, [batch])
    await knex.raw(MEMBERSHIPS, [JSON.stringify(groupIds), batch])
    await knex.raw(CONSENTS, [WORDING, batch])
    await knex.raw(ADDRESSES, [now, batch])
    await knex.raw(EVENTS, [WORDING, batch])
  }
  for (const table of [
    "customer",
    "customer_group_customer",
    "mpmd_member",
    "mpmd_address",
    "mpmd_consent_event",
  ]) {
    await knex.raw(`ANALYZE ${table}`)
  }
}

const ROWS = `jsonb_to_recordset(?::jsonb) AS m(id text, email text, first_name text, last_name text,
  company_name text, phone text, has_account boolean, metadata jsonb, created_at timestamptz, "group" int,
  consent text, invalid boolean)`

const CUSTOMERS = `
  INSERT INTO customer (id, email, first_name, last_name, company_name, phone, has_account, metadata,
                        created_at, updated_at)
  SELECT id, email, first_name, last_name, company_name, phone, has_account, metadata, created_at, created_at
    FROM ${ROWS}`

const MEMBERSHIPS = `
  INSERT INTO customer_group_customer (id, customer_id, customer_group_id)
  SELECT replace(m.id, 'cus_', 'cusgc_'), m.id, ?::jsonb ->> m."group"
    FROM ${ROWS} WHERE m."group" IS NOT NULL`

/** Who withdrew had agreed before; of that the events tell. */
const CONSENTS = `
  INSERT INTO mpmd_member (customer_id, opted_in_at, withdrawn_at, address, source, wording)
  SELECT id, CASE WHEN granted THEN created_at END, CASE WHEN NOT granted THEN created_at + interval '1 hour' END,
         CASE WHEN granted THEN lower(btrim(email)) END, CASE WHEN granted THEN 'storefront' END,
         CASE WHEN granted THEN ? END
    FROM (SELECT *, consent = 'opted_in' AS granted FROM ${ROWS}) AS asked
   WHERE consent <> 'not_asked' AND email IS NOT NULL`

const ADDRESSES = `
  INSERT INTO mpmd_address (email, unsubscribed_at, invalid, invalid_class, invalid_reason, invalid_since)
  SELECT lower(btrim(email)),
         CASE WHEN consent = 'opted_out' THEN created_at + (now.at - created_at) / 2 END,
         invalid,
         CASE WHEN invalid THEN 'address_invalid' END,
         CASE WHEN invalid THEN '550 5.1.1 User unknown' END,
         CASE WHEN invalid THEN created_at + (now.at - created_at) / 2 END
    FROM (SELECT ?::timestamptz AS at) AS now, ${ROWS}
   WHERE email IS NOT NULL AND (consent = 'opted_out' OR invalid)
  ON CONFLICT DO NOTHING`

const EVENTS = `
  INSERT INTO mpmd_consent_event (id, customer_id, email, action, source, wording, created_at)
  SELECT replace(m.id, 'cus_', 'mcons_') || kind.suffix, m.id, lower(btrim(m.email)), kind.action, kind.source,
         CASE WHEN kind.action = 'granted' THEN ? END, m.created_at + kind.later
    FROM ${ROWS}
    JOIN (VALUES ('granted', 'storefront', 'G', interval '0'), ('withdrawn', 'unsubscribe_link', 'W', interval '1 hour'))
         AS kind(action, source, suffix, later) ON kind.action = 'granted' OR m.consent = 'opted_out'
   WHERE m.consent <> 'not_asked' AND m.email IS NOT NULL`
