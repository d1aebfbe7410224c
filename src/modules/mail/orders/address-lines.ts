/** Postal addresses in the habit of their country: what an envelope would say. */
import { kept } from "../formats/kept"
import type { Language } from "../words"
import type { PostalAddress } from "./document"
import { provinceName } from "./provinces"

const words = (...parts: (string | null)[]) =>
  parts
    .map((part) => part?.trim())
    .filter(Boolean)
    .join(" ")

/** Postal code before the city; most of Europe. */
const CODE_FIRST = new Set(
  "at be bg ch cz de dk ee es fi fr gr hr hu is it li lt lu lv mc nl no pl pt ro rs se si sk sm tr va".split(
    " "
  )
)

/** From the largest to the smallest, as it is written there: without blanks, but for a name in Latin letters. */
function largestFirst({ postal_code, province, city, address_1, address_2 }: PostalAddress): string[] {
  const place = [province, city, address_1]
    .map((part) => part?.trim() ?? "")
    .map((part) => (/[a-z]$/i.test(part) ? `${part} ` : part))
    .join("")
  return [postal_code?.trim() ? `〒${postal_code.trim()}` : "", place.trim(), address_2?.trim() ?? ""]
}

function smallestFirst(address: PostalAddress): string[] {
  const { address_1, address_2, city, province, postal_code, country_code } = address
  const place = CODE_FIRST.has(country_code?.toLowerCase() ?? "")
    ? [words(postal_code, city), province?.trim() ?? ""]
    : [[city?.trim(), words(province, postal_code)].filter(Boolean).join(", ")]
  return [address_1?.trim() ?? "", address_2?.trim() ?? "", ...place]
}

/** Kana and Chinese characters: a Japanese address in Latin letters is written the other way round. */
const JAPANESE = /[\u3040-\u30ff\u3400-\u9fff]/

const regionNames = kept((language: Language) => new Intl.DisplayNames([language], { type: "region" }))

function countryName(code: string, language: Language): string {
  try {
    return regionNames(language).of(code.toUpperCase()) ?? code
  } catch {
    return code.toUpperCase()
  }
}

/** The lines of an address without its name and company; empty lines are left out. */
export function addressLines(stored: PostalAddress, language: Language): string[] {
  const address = { ...stored, province: provinceName(stored.province, stored.country_code, language) }
  const country = address.country_code?.toLowerCase() ?? ""
  const written = words(stored.province, address.city, address.address_1)
  if (country === "jp" && JAPANESE.test(written)) {
    const lines = largestFirst(address)
    return [...lines, language === "ja" ? "" : countryName("jp", language)].filter(Boolean)
  }
  return [...smallestFirst(address), country ? countryName(country, language) : ""].filter(Boolean)
}
