/**
 * The words of everything that the module refuses or finds wrong, by its codes: the admin makes its sentences of them, and so
 * does the bell, which has no other translator. No imports but types, so that the admin can read it.
 *
 * A key is the code, then `_` and the reason where there are several, then the plural form where a number decides.
 */
import type { ContentIssue, Language } from "../../modules/mail/words"
import * as en from "./en"
import * as ja from "./ja"

type Words = Record<string, string>

export const REFUSAL_WORDS = { en: en.refusals, ja: ja.refusals } satisfies Record<Language, Words>
export const FAULT_WORDS = { en: en.faults, ja: ja.faults } satisfies Record<Language, Words>

/** The number that decides on the plural form is the first of these. */
const COUNTED = ["count", "wanted", "limit", "elements", "seconds", "years", "hours"]

export type WordValues = NonNullable<ContentIssue["values"]>

/** Which way of being wrong it is, or what is meant. */
export function reasonOf({ values = {} }: ContentIssue): string | undefined {
  const reason = values.reason ?? values.what ?? (values.suggestion === undefined ? undefined : "suggestion")
  return reason === undefined ? undefined : String(reason)
}

/** Undefined where no number stands in the sentence. */
export function countOf({ values = {} }: ContentIssue): number | undefined {
  const count = COUNTED.map((name) => values[name]).find((value) => typeof value === "number")
  return count === undefined ? undefined : Number(count)
}

/** Named in a sentence, and not taken for one of its values. */
export const NAMED = { variable: "{{ unsubscribe_url }}" }

function keysOf(issue: ContentIssue, language: Language): string[] {
  const reason = reasonOf(issue)
  const count = countOf(issue)
  const named = reason === undefined ? [issue.code] : [`${issue.code}_${reason}`, issue.code]
  const form = count === undefined ? undefined : new Intl.PluralRules(language).select(count)
  return named.flatMap((key) => (form ? [`${key}_${form}`, key] : [key]))
}

function filled(words: string, values: WordValues, language: Language): string {
  return words.replaceAll(/{{(\w+)(, number)?}}/g, (place, name: string, isNumber?: string) => {
    const value = values[name]
    return isNumber && typeof value === "number"
      ? new Intl.NumberFormat(language).format(value)
      : String(value ?? place)
  })
}

/** One sentence where there is no reader whose language is known; the server's own for a code without words. */
export function issueSentence(issue: ContentIssue, language: Language): string {
  const words: Words = { ...REFUSAL_WORDS[language], ...FAULT_WORDS[language] }
  const key = keysOf(issue, language).find((one) => one in words)
  return key === undefined ? issue.message : filled(words[key]!, { ...NAMED, ...issue.values }, language)
}
