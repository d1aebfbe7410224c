/** The catalogue of variables: what a template may name, how the picker calls it and what a preview shows. */
import type { Language, MailingKind, Variables } from "../types"

/** Single mail is sent by other code, which brings variables of its own. */
export type ContentKind = MailingKind | "single"

export interface VariableEntry {
  /** Dotted, such as `member.first_name`. */
  path: string
  label: Record<Language, string>
  example: Record<Language, string>
  /** Any path below it is a variable too. */
  open?: true
  /** Made by us and always a link: it may begin an `href`. */
  url?: true
}

function entry(
  path: string,
  label: [en: string, ja: string],
  example: [en: string, ja: string],
  traits: Pick<VariableEntry, "open" | "url"> = {}
): VariableEntry {
  return {
    path,
    label: { en: label[0], ja: label[1] },
    example: { en: example[0], ja: example[1] },
    ...traits,
  }
}

const COMMON: VariableEntry[] = [
  entry("member.name", ["Full name", "氏名"], ["Hanako Yamada", "山田 花子"]),
  entry("member.first_name", ["First name", "名"], ["Hanako", "花子"]),
  entry("member.last_name", ["Last name", "姓"], ["Yamada", "山田"]),
  entry("member.email", ["E-mail address", "メールアドレス"], ["hanako@example.com", "hanako@example.com"]),
  entry("member.phone", ["Phone", "電話番号"], ["+81 3 1234 5678", "03-1234-5678"]),
  entry("member.company_name", ["Company", "会社名"], ["Example Trading Ltd", "株式会社サンプル商事"]),
  entry("member.metadata", ["Custom field", "カスタム項目"], ["", ""], { open: true }),
  entry("store.name", ["Store name", "ストア名"], ["Example Store", "サンプルストア"]),
  entry("store.address", ["Postal address", "住所"], ["1-2-3 Ginza, Tokyo", "東京都中央区銀座1-2-3"]),
  entry("store.contact", ["Contact", "お問い合わせ先"], ["help@example.com", "help@example.com"]),
  entry(
    "unsubscribe_url",
    ["Unsubscribe link", "配信停止リンク"],
    ["https://example.com/mail/unsubscribe/example", "https://example.com/mail/unsubscribe/example"],
    { url: true }
  ),
]

const ORDER: VariableEntry[] = [entry("order", ["Order", "受注"], ["", ""], { open: true })]

/** The variables of one kind, in the order in which a picker shows them. */
export function variablesOf(kind: ContentKind): VariableEntry[] {
  return kind === "order" ? [...COMMON, ...ORDER] : COMMON
}

/** Values to validate and preview with when no recipient is chosen. */
export function exampleVariables(kind: ContentKind, language: Language): Variables {
  const root: Variables = {}
  for (const { path, example, open } of variablesOf(kind)) {
    const keys = path.split(".")
    const last = keys.pop()!
    let parent = root
    for (const key of keys) {
      parent = (parent[key] ??= {}) as Variables
    }
    parent[last] = open ? {} : example[language]
  }
  return root
}

export type PathVerdict = "known" | "group" | "unknown"

/** Whether a kind has this path; `group` if it names only the beginning of some, such as `member`. */
export function judgePath(kind: ContentKind, path: string): PathVerdict {
  if (kind === "single") {
    return "known"
  }
  const entries = variablesOf(kind)
  if (entries.some((known) => known.path === path || (known.open && path.startsWith(`${known.path}.`)))) {
    return "known"
  }
  return entries.some((known) => known.path.startsWith(`${path}.`)) ? "group" : "unknown"
}
