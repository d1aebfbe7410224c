/**
 * The smallest shapes, of which all others are made. What a shape itself has to say about a fault goes on after the
 * name of the field: "must be one line".
 */
import { z } from "@medusajs/framework/zod"

import { parseAddress } from "../address/address"
import { isDay } from "../formats/shop-time"
import { FORMATS, LANGUAGES } from "../words"
import { unless } from "./custom"
import { EARLIEST, LATEST, LONGEST_AHEAD, MOST } from "./limits"

function isBlank(value: string): boolean {
  return value.trim() === ""
}

/** A text that may be empty and may have several lines. */
export function words(most: number) {
  return z.string().max(most)
}

/** A text that says something. */
export function text(most: number) {
  return words(most).refine((value) => !isBlank(value), unless("empty_field", "must not be empty"))
}

/** Goes into a header: a line break would begin another one. */
export function line(most: number) {
  return words(most).refine((value) => !/[\r\n]/.test(value), unless("not_one_line", "must be one line"))
}

export const id = text(MOST.id)

export const ids = z.array(id).min(1).max(MOST.ids)

/** Of `{ id }`: what a workflow needs that acts on one thing. */
export const byId = z.strictObject({ id })

/** Who does it: a user, a customer, an API key. */
export const actor = id.nullish()

/** A code of two or three letters, as ISO and Medusa write it: in small ones. */
export function code(pattern: RegExp, example: string) {
  return z
    .string()
    .max(MOST.id)
    .refine(
      (value) => pattern.test(value),
      unless("not_a_code", `must be a code such as '${example}'`, { example })
    )
    .transform((value) => value.toLowerCase())
}

/** Where there is nothing to say. */
export const nothing = z.strictObject({})

/** What is looked for. A blank text would find everything. */
export const search = words(MOST.search)
  .refine((value) => !isBlank(value), unless("empty_field", "must hold a word to look for"))
  .refine(
    (value) => value.trim().split(/\s+/).length <= MOST.searchWords,
    unless("too_many_words", `has too many words: at most ${MOST.searchWords}`, { limit: MOST.searchWords })
  )

function isAddress(value: string): boolean {
  return parseAddress(value).ok
}

export const address = words(MOST.address).refine(
  isAddress,
  unless("not_an_address", "is not one e-mail address, such as a@example.com")
)

/** Where mail goes to or comes from. The module itself reads it: it knows what the mail server takes. */
export const mailbox = line(MOST.address)

const [FROM, TO] = [EARLIEST.slice(0, 4), LATEST.slice(0, 4)]
const SPAN = unless("time_out_of_reach", `must lie between ${FROM} and ${TO}`, { from: FROM, to: TO })

/** By the year, as text: one of five digits begins with a sign, and so comes before all others. */
function isWithinSpan(value: string): boolean {
  const year = value.slice(0, 4)
  return year >= FROM && year <= TO
}

/** In UTC; what is in UTC already stays, to the last digit. */
function inUtc(value: string): string {
  return value.endsWith("Z") ? value : new Date(value).toISOString()
}

/** ISO 8601 with a time zone; comes out in UTC. */
export const instant = z
  .string()
  .max(40)
  .refine((value) => z.iso.datetime({ offset: true }).safeParse(value).success, {
    ...unless("not_a_time", "must be an ISO 8601 time such as 2026-11-24T09:00:00+09:00"),
    abort: true,
  })
  .transform(inUtc)
  .refine(isWithinSpan, SPAN)

/** The same, or a day, which the module takes for one of the shop. */
export const instantOrDay = z
  .string()
  .max(40)
  .refine((value) => isDay(value) || z.iso.datetime({ offset: true }).safeParse(value).success, {
    ...unless("not_a_time", "must be an ISO 8601 time such as 2026-11-24T09:00:00+09:00, or a day"),
    abort: true,
  })
  .transform((value) => (isDay(value) ? value : inUtc(value)))
  .refine(isWithinSpan, SPAN)

export const dateRange = z
  .strictObject({ $gte: instantOrDay.optional(), $lte: instantOrDay.optional() })
  .refine(
    ({ $gte, $lte }) => $gte !== undefined || $lte !== undefined,
    unless("empty_range", "needs $gte or $lte")
  )

function isAhead(value: string): boolean {
  const furthest = new Date()
  furthest.setFullYear(furthest.getFullYear() + LONGEST_AHEAD)
  return new Date(value) <= furthest
}

/** When a mailing is to be sent. */
export const futureInstant = instant
  .refine((value) => new Date(value) > new Date(), unless("time_has_passed", "must be in the future"))
  .refine(
    isAhead,
    unless("time_too_far", `must not be more than ${LONGEST_AHEAD} years ahead`, { years: LONGEST_AHEAD })
  )

/** How long Send can be undone, in seconds; 0: not at all. */
export const grace = z.number().int().min(0).max(MOST.grace)

export const format = z.enum(FORMATS)

export const language = z.enum(LANGUAGES)

/** For `z.discriminatedUnion`, whose own words do not say what the field may be. */
export function oneOf(values: readonly string[]) {
  return {
    error: ({ code }: { code?: string }) =>
      code === "invalid_union"
        ? `must be one of ${values.map((value) => `'${value}'`).join(", ")}`
        : undefined,
  }
}

/** The size of a value as JSON. Its depth has been checked before. */
export function isSmall(value: unknown, most: number): boolean {
  return (JSON.stringify(value) ?? "").length <= most
}
