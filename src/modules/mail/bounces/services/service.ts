/** What every mail service's file says: whether a request is really its, and what its words mean in ours. */
import { createHash, timingSafeEqual } from "node:crypto"

import { invalid } from "../../refusals/refusal"
import type { FailureClass } from "../../words/failure-classes"
import type { ReturnEvent, ReturnEventKind } from "../event"

/** As it came over HTTP. */
export interface EventRequest {
  /** By names in small letters. */
  headers: Record<string, string | undefined>
  /** Byte for byte: this is what was signed. */
  body: Buffer
  /** When it came, in milliseconds. */
  now: number
}

export interface MailService<Settings> {
  /** Whether it is signed with what the shop has entered for it, and new. */
  isGenuine(settings: Settings, request: EventRequest): boolean | Promise<boolean>
  /** What it says, if it is. @throws SyntaxError or MedusaError for what cannot be read. */
  eventsOf(body: Buffer): ReturnEvent[]
  /** For what else it may ask, such as to confirm that it may tell. */
  answer?(settings: Settings, body: Buffer): Promise<void>
  /** A header of each mail by which its news names the mail. */
  headerOf?(deliveryId: string): [name: string, value: string]
}

/** What a word of theirs means: which kind of news, and why, if the server's own words do not say it. */
export type Meaning = readonly [kind: ReturnEventKind, why?: FailureClass]

/** So far a clock may be off, and so long a request may be on its way. Milliseconds. */
export const FRESHNESS = 5 * 60_000

/** @param seconds - Since 1970, as text. */
export function isFresh(seconds: string | undefined, now: number): boolean {
  const time = /^\d{1,12}$/.test(seconds ?? "") ? Number(seconds) * 1_000 : NaN
  return Math.abs(now - time) <= FRESHNESS
}

/** It takes as long for a wrong one as for the right one, whatever their lengths. */
export function isSame(given: string, right: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(digest(given), digest(right))
}

/** Of HTTP Basic or of a bearer: what stands behind the scheme, decoded. */
export function credentialIn(authorization: string | undefined): string | null {
  const [, scheme = "", value = ""] = /^(Basic|Bearer) +(.+)$/i.exec(authorization ?? "") ?? []
  if (!scheme) {
    return null
  }
  return scheme.toLowerCase() === "basic" ? Buffer.from(value, "base64").toString("utf8") : value
}

type Json = Record<string, unknown>

/** @throws SyntaxError; MedusaError for what is neither an object nor a list of them. */
export function objectsIn(body: Buffer | string): Json[] {
  const read = JSON.parse(body.toString("utf8")) as unknown
  const list = Array.isArray(read) ? (read as unknown[]) : [read]
  return list.map(checked)
}

/**
 * The one that a body is, where the signature stands in it: behind one that was signed there could stand others that were not.
 *
 * @throws SyntaxError; MedusaError for what is none, and for a list.
 */
export function objectIn(body: Buffer | string): Json {
  return checked(JSON.parse(body.toString("utf8")))
}

/** The part of that name, or nothing at all. */
export function partOf(json: Json, name: string): Json {
  const part = json[name]
  return typeof part === "object" && part !== null && !Array.isArray(part) ? (part as Json) : {}
}

export function listIn(json: Json, name: string): Json[] {
  const list = json[name]
  return Array.isArray(list) ? list.filter((one): one is Json => typeof one === "object" && one !== null) : []
}

/** Null for what is no text, and for an empty one. */
export function textIn(json: Json, name: string): string | null {
  const value = json[name]
  return typeof value === "string" && value !== "" ? value : null
}

function checked(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid(
      "body",
      "invalid_input",
      "must be an object, or a list of them where the service tells several"
    )
  }
  return value as Json
}

type Said = Partial<Omit<ReturnEvent, "source" | "kind" | "vouched" | "recipients">> & {
  recipient?: string | null
}

/** News of a service whose signature was checked; what is left out is not said. */
export function news(source: string, [kind, why]: Meaning, { recipient, ...others }: Said): ReturnEvent {
  return {
    source,
    kind,
    eventId: null,
    returnPaths: [],
    token: null,
    deliveryId: null,
    messageId: null,
    recipients: recipient ? [recipient] : [],
    status: null,
    diagnostic: null,
    remote: null,
    class: why ?? null,
    evidence: null,
    vouched: true,
    ...others,
  }
}

/** The news in what they tell of mails. What their words mean no news of a mail is passed over. */
export function newsIn(
  source: string,
  told: readonly Json[],
  meaningIn: (one: Json) => Meaning | null,
  saidIn: (one: Json) => Said
): ReturnEvent[] {
  return told.flatMap((one) => {
    const meaning = meaningIn(one)
    return meaning ? [news(source, meaning, saidIn(one))] : []
  })
}

/** The first text of these, by a table: words that it does not know are no news of a delivery. */
export function meaningOf(table: Readonly<Record<string, Meaning>>, word: string | null): Meaning | null {
  return word !== null && Object.hasOwn(table, word) ? table[word]! : null
}
