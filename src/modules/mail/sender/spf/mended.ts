/** The record that should stand there in the place of one: to be pasted as it is. */
import { readSpf, type SpfRecord } from "./record"

/** What a domain begins with: others are doubted, not refused, until the shop is sure of its list. */
const END = "~all"
/** Longer ones are better written by a person. */
const LONGEST = 1_000

/** @param words - What is to be allowed. */
export function spfOf(words: readonly string[]): string {
  return ["v=spf1", ...words, END].join(" ")
}

/** The record with one word more, which stands before what ends it. */
export function spfWith({ text }: SpfRecord, word: string): string | null {
  const [version = "", ...words] = text.split(/ +/).filter(Boolean)
  const end = words.findIndex((one) => /^(?:[+\-~?]?all$|redirect=)/i.test(one))
  const before = end < 0 ? words : words.slice(0, end)
  return ifShort([version, ...before, word, ...(end < 0 ? [] : words.slice(end))].join(" "))
}

/** In the place of a record that lets everybody send. */
export function spfForSome({ text }: SpfRecord): string | null {
  return ifShort(text.replace(/(^| )\+?all(?= |$)/gi, `$1${END}`))
}

/**
 * One of several, which all together count for nothing.
 *
 * @param more - Words that it must have besides.
 * @returns null if one of them cannot be read.
 */
export function oneSpfOf(texts: readonly string[], more: readonly string[]): string | null {
  const records = texts.map(readSpf).flatMap((read) => (read.ok ? [read.record] : []))
  const redirects = new Set(records.flatMap(({ redirect }) => redirect ?? []))
  if (records.length !== texts.length || redirects.size) {
    return null
  }
  const words = records.flatMap(({ mechanisms }) =>
    mechanisms.filter(({ kind }) => kind !== "all").map(({ word }) => word)
  )
  return ifShort(spfOf([...new Set([...words, ...more])]))
}

function ifShort(text: string): string | null {
  return text.length <= LONGEST ? text : null
}
