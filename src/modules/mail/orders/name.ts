/** A person's name as its bearer writes it; the SQL of members' names (audience/variables.ts) has the same rule. */
import type { Language } from "../types"

/** Kana, Chinese characters, Hangul. */
const EAST_ASIAN = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]/

/** The family name first in a Japanese mail, and in any mail for a name in East Asian script. */
export function fullName(first: string | null, last: string | null, language: Language): string {
  const familyFirst = language === "ja" || EAST_ASIAN.test(`${last ?? ""}${first ?? ""}`)
  return (familyFirst ? [last, first] : [first, last])
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(" ")
}
