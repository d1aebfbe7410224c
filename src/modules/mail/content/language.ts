/**
 * One mail speaks one language: its words, and the order's own data between them. The words decide. They are in the
 * content's language, which everybody gets but those whose order was placed in a language that they are translated to.
 */
import { languageOfLocale } from "../formats/locale"
import type { Language, MemberContent, OrderContent } from "../words"

type Content = MemberContent | OrderContent

function translationsOf(content: Content): NonNullable<OrderContent["translations"]> {
  return ("source" in content && content.translations) || {}
}

function ownLanguage({ locale }: Content, shop: { language: Language }): Language {
  return locale ?? shop.language
}

/** @param document - Whom the mail is to: an order, which was placed in a language. */
export function mailLanguage(
  content: Content,
  shop: { language: Language },
  document?: { locale: string | null }
): Language {
  const asked = languageOfLocale(document?.locale)
  return asked && translationsOf(content)[asked] ? asked : ownLanguage(content, shop)
}

/** Every language that a mail of this content may speak; its own is the first. */
export function languagesOf(content: Content, shop: { language: Language }): Language[] {
  const others = Object.keys(translationsOf(content)) as Language[]
  return [...new Set([ownLanguage(content, shop), ...others])]
}

/** The content with the words of one language alone. */
export function inLanguage<Some extends Content>(content: Some, language: Language): Some {
  const words = language === content.locale ? undefined : translationsOf(content)[language]
  const spoken: Some & Partial<OrderContent> = { ...content, ...words, locale: language }
  delete spoken.translations
  return spoken
}

/** How a field of the content is called where it is one of a translation: `translations.en.subject`. */
export function fieldIn(content: Content, language: Language, field: string): string {
  const words = language === content.locale ? undefined : translationsOf(content)[language]
  return words && field in words ? `translations.${language}.${field}` : field
}
