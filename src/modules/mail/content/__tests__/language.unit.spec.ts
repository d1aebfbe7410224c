import { languageOfLocale } from "../../formats/locale"
import type { MemberContent, OrderContent } from "../../words"
import { fieldIn, inLanguage, languagesOf, mailLanguage } from "../language"

const SHOP = { language: "en" } as const
const MEMBER: MemberContent = { subject: "News", body: "Hello", format: "text", include_signature: true }
const ORDER: OrderContent = {
  source: "order",
  subject: "ありがとうございます",
  header: "様",
  footer: "",
  format: "text",
  include_signature: true,
  locale: "ja",
}
const ENGLISH = { subject: "Thank you", header: "Dear", footer: "", format: "html" } as const
const BOTH: OrderContent = { ...ORDER, translations: { en: ENGLISH } }
const placed = (locale: string | null) => ({ locale })

describe("a mail speaks one language", () => {
  it("that of its words, wherever the order was placed, unless they are translated", () => {
    expect(mailLanguage(ORDER, SHOP, placed("en-US"))).toBe("ja")
    expect(mailLanguage(BOTH, SHOP, placed("en_GB"))).toBe("en")
    expect(mailLanguage(BOTH, SHOP, placed("JA"))).toBe("ja")
  })

  it("its own for whoever ordered in a language that it has no words in, or in none that is known", () => {
    expect(mailLanguage(BOTH, SHOP, placed("fr-FR"))).toBe("ja")
    expect(mailLanguage(BOTH, SHOP, placed(null))).toBe("ja")
    expect(mailLanguage(BOTH, SHOP)).toBe("ja")
  })

  it("the shop's where nobody says which one its words are in", () => {
    expect(mailLanguage(MEMBER, SHOP)).toBe("en")
    expect(mailLanguage({ ...MEMBER, locale: "ja" }, SHOP)).toBe("ja")
    expect(mailLanguage({ ...BOTH, locale: null }, { language: "ja" }, placed("en"))).toBe("en")
  })

  it("has the words of that language alone, format and all", () => {
    expect(inLanguage(BOTH, "en")).toEqual({ ...ORDER, ...ENGLISH, locale: "en" })
    expect(inLanguage(BOTH, "ja")).toEqual(ORDER)
    expect(inLanguage(MEMBER, "en")).toEqual({ ...MEMBER, locale: "en" })
  })

  it("is checked in each language that it has words in, its own first", () => {
    expect(languagesOf(BOTH, SHOP)).toEqual(["ja", "en"])
    expect(languagesOf(ORDER, SHOP)).toEqual(["ja"])
    expect(languagesOf(MEMBER, SHOP)).toEqual(["en"])
  })

  it("a fault is named by the words that it is in", () => {
    expect(fieldIn(BOTH, "en", "header")).toBe("translations.en.header")
    expect(fieldIn(BOTH, "ja", "header")).toBe("header")
    expect(fieldIn(BOTH, "en", "insert")).toBe("insert")
  })

  it("locales are read as they are written in many places", () => {
    expect(["ja", "ja-JP", "ja_JP", "EN-us", "fr", "", null].map(languageOfLocale)).toEqual([
      "ja",
      "ja",
      "ja",
      "en",
      null,
      null,
      null,
    ])
  })
})
