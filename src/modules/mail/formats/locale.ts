/** What language a locale is of: of an order, which says how its customer reads, and of whatever a shop has noted. */
import { type Language, LANGUAGES } from "../words"
import { lowerOfAscii } from "./ascii"

/** The language of a locale such as `ja-JP` or `en_GB`; null if we do not speak it, or there is none. */
export function languageOfLocale(locale: string | null | undefined): Language | null {
  const own = locale?.toLowerCase().split(/[-_]/)[0]
  return LANGUAGES.find((language) => language === own) ?? null
}

/** The same as SQL, of any language: `ja` of `ja-JP`; NULL of what is no locale. */
export function languageOfLocaleSql(locale: string): string {
  return lowerOfAscii(`substring(${locale} from '^([A-Za-z]{2,3})(?![A-Za-z])')`)
}
