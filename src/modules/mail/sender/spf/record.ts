/**
 * An SPF record, read by the letter of RFC 7208: one word that is wrong makes all of it void (`permerror`), so a record is
 * either read as a whole or the wrong word is named.
 */
import { isIPv4, isIPv6 } from "node:net"

export type Qualifier = "+" | "-" | "~" | "?"

interface Common {
  /** As it stands there. */
  word: string
  qualifier: Qualifier
}

export type Mechanism = Common &
  (
    | { kind: "all" }
    | { kind: "include" | "exists"; domain: string }
    | { kind: "ptr"; domain: string | null }
    /** Bits of the network around each address. */
    | { kind: "a" | "mx"; domain: string | null; four: number; six: number }
    | { kind: "ip"; address: string; bits: number }
  )

export interface SpfRecord {
  text: string
  mechanisms: Mechanism[]
  /** What holds if none of them fits; it counts for nothing beside `all`. */
  redirect: string | null
}

export type ReadSpf = { ok: true; record: SpfRecord } | { ok: false; word: string }

/** One that is an SPF record at all, whatever is wrong in it. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

/** Beyond that nobody means it; RFC 7208, 3.4 advises 512 octets. */
const LONGEST = 4_096

const DOMAIN = /^(?:%\{[slodiphcrtv]\d{0,3}r?[.\-+,/_=]*\}|%[%_-]|[\x21-\x24\x26-\x7e])+$/i
const MODIFIER = /^([a-z][a-z0-9._-]*)=(.*)$/i
const MECHANISM = /^([+\-~?]?)([a-z0-9]+)(?::(.*?))?((?:\/\d{1,2})?(?:\/\/\d{1,3})?)$/i

/** What is only known for one mail: who sent it, and from where. */
export function hasMacro(domain: string): boolean {
  return domain.includes("%")
}

export function readSpf(text: string): ReadSpf {
  const record: SpfRecord = { text, mechanisms: [], redirect: null }
  if (text.length > LONGEST) {
    return { ok: false, word: text.slice(0, 20) }
  }
  const once = new Set<string>()
  for (const word of text.split(/ +/).slice(1).filter(Boolean)) {
    const [, name, value = ""] = MODIFIER.exec(word) ?? []
    if (name !== undefined) {
      if (!takeModifier(record, once, name.toLowerCase(), value)) {
        return { ok: false, word }
      }
      continue
    }
    const mechanism = mechanismOf(word)
    if (!mechanism) {
      return { ok: false, word }
    }
    record.mechanisms.push(mechanism)
  }
  return { ok: true, record }
}

/** Unknown ones are passed over (RFC 7208, 6); the two that are known stand once at most. */
function takeModifier(record: SpfRecord, once: Set<string>, name: string, value: string): boolean {
  if (name !== "redirect" && name !== "exp") {
    return /^[\x21-\x7e]*$/.test(value)
  }
  if (once.has(name) || !DOMAIN.test(value)) {
    return false
  }
  once.add(name)
  if (name === "redirect") {
    record.redirect = value
  }
  return true
}

function mechanismOf(word: string): Mechanism | null {
  const [, sign = "", name = "", value, bits = ""] = MECHANISM.exec(word) ?? []
  const common: Common = { word, qualifier: (sign || "+") as Qualifier }
  const kind = name.toLowerCase()
  if (kind === "ip4" || kind === "ip6") {
    return networkOf(common, kind, value ?? "", bits)
  }
  if (value !== undefined && !DOMAIN.test(value)) {
    return null
  }
  if (kind === "a" || kind === "mx") {
    const sizes = sizesOf(bits)
    return sizes && { ...common, kind, domain: value ?? null, ...sizes }
  }
  if (bits) {
    return null
  }
  if (kind === "all") {
    return value === undefined ? { ...common, kind } : null
  }
  if (kind === "ptr") {
    return { ...common, kind, domain: value ?? null }
  }
  return (kind === "include" || kind === "exists") && value !== undefined
    ? { ...common, kind, domain: value }
    : null
}

/** `/24`, `//64`, `/24//64` */
function sizesOf(bits: string): { four: number; six: number } | null {
  const [, four = "32", six = "128"] = /^(?:\/(\d+))?(?:\/\/(\d+))?$/.exec(bits) ?? []
  return Number(four) <= 32 && Number(six) <= 128 ? { four: Number(four), six: Number(six) } : null
}

function networkOf(common: Common, kind: "ip4" | "ip6", value: string, bits: string): Mechanism | null {
  // An IPv6 network has its bits after one slash; the pattern takes no more than two digits there.
  const [, address = "", size] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(value + bits) ?? []
  const most = kind === "ip4" ? 32 : 128
  const isAddress = kind === "ip4" ? isIPv4(address) : isIPv6(address) && !address.includes("%")
  const number = size === undefined ? most : Number(size)
  return isAddress && number <= most ? { ...common, kind: "ip", address, bits: number } : null
}
