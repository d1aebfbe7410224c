/** The catalogue of variables: what a template may name, how the picker calls it and what a preview shows. */
import type { Language, MailingKind, Variables } from "../words"

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
  /** Printed in words, compared and computed as a number or a moment (presented.ts); a text if left out. */
  type?: "amount" | "moment" | "number"
}

function entry(
  path: string,
  label: [en: string, ja: string],
  example: [en: string, ja: string],
  traits: Pick<VariableEntry, "open" | "url" | "type"> = {}
): VariableEntry {
  return {
    path,
    label: { en: label[0], ja: label[1] },
    example: { en: example[0], ja: example[1] },
    ...traits,
  }
}

const COMMON: VariableEntry[] = [
  entry("member.name", ["Full name", "氏名"], ["Hanako Yamada", "山田花子"]),
  entry("member.first_name", ["First name", "名"], ["Hanako", "花子"]),
  entry("member.last_name", ["Last name", "姓"], ["Yamada", "山田"]),
  entry("member.email", ["E-mail address", "メールアドレス"], ["hanako@example.com", "hanako@example.com"]),
  entry("member.phone", ["Phone", "電話番号"], ["+81 3 1234 5678", "03-1234-5678"]),
  entry("member.company_name", ["Company", "会社名"], ["Example Trading Ltd", "株式会社サンプル商事"]),
  entry("member.metadata", ["Custom field", "カスタム項目"], ["", ""], { open: true }),
  entry("store.name", ["Store name", "ストア名"], ["Example Store", "サンプルストア"]),
  entry("store.address", ["Postal address", "住所"], ["1-2-3 Ginza, Tokyo", "東京都中央区銀座1-2-3"]),
  entry("store.contact", ["Contact", "お問い合わせ先"], ["help@example.com", "help@example.com"]),
  entry("store.timezone", ["Time zone", "タイムゾーン"], ["Asia/Tokyo", "Asia/Tokyo"]),
  entry(
    "unsubscribe_url",
    ["Unsubscribe link", "配信停止リンク"],
    ["https://example.com/mail/unsubscribe/example", "https://example.com/mail/unsubscribe/example"],
    { url: true }
  ),
  entry("signature", ["Signature", "署名"], ["Example Store", "サンプルストア"]),
]

const AMOUNT = { type: "amount" } as const
const MOMENT = { type: "moment" } as const

const ORDER: VariableEntry[] = [
  entry("order.number", ["Order number", "受注番号"], ["1001", "1001"], { type: "number" }),
  entry("order.date", ["Order date", "受注日"], ["January 15, 2026", "2026年1月15日"], MOMENT),
  entry(
    "order.placed_at",
    ["Order date and time", "受注日時"],
    ["January 15, 2026 at 12:00 PM", "2026年1月15日 12:00"],
    MOMENT
  ),
  entry("order.total", ["Total", "合計"], ["$42.00", "¥4,200"], AMOUNT),
  entry("order.item_total", ["Item total", "商品合計"], ["$36.00", "¥3,600"], AMOUNT),
  entry("order.shipping_total", ["Shipping", "送料"], ["$6.00", "¥600"], AMOUNT),
  entry("order.tax_total", ["Tax", "消費税"], ["$3.60", "¥360"], AMOUNT),
  entry("order.tax_included", ["Prices include tax", "税込価格か"], ["true", "true"]),
  entry("order.discount_total", ["Discount", "割引"], ["$2.00", "¥200"], AMOUNT),
  entry("order.credit_total", ["Credit", "ストアクレジット利用"], ["$5.00", "¥500"], AMOUNT),
  entry(
    "order.credit_given_total",
    ["Given as store credit", "ストアクレジット付与"],
    ["$5.00", "¥500"],
    AMOUNT
  ),
  entry("order.reduction_total", ["Reduced by refund", "返金による減額"], ["$5.00", "¥500"], AMOUNT),
  entry("order.paid_total", ["Paid", "支払い済み"], ["$42.00", "¥4,200"], AMOUNT),
  entry("order.refunded_total", ["Refunded", "返金済み"], ["$5.00", "¥500"], AMOUNT),
  entry("order.currency_code", ["Currency", "通貨"], ["USD", "JPY"]),
  entry("order.language", ["Language it was placed in", "注文時の言語"], ["en", "ja"]),
  entry("order.locale", ["Language and region", "言語と地域"], ["en-US", "ja-JP"]),
  entry("order.payment_method", ["Payment method", "支払い方法"], ["Bank transfer", "銀行振込"]),
  entry("order.canceled_on", ["Cancelled on", "キャンセル日"], ["January 16, 2026", "2026年1月16日"], MOMENT),
  entry(
    "order.instructions",
    ["Delivery instructions", "配送に関するご指示"],
    ["Leave it at the door", "午前中にお届けください"]
  ),
  entry("order.bank", ["Bank account", "振込先口座"], ["Example Bank 1234567", "サンプル銀行 1234567"]),
  entry("order.id", ["Order id", "受注ID"], ["order_1", "order_1"]),
  ...(
    [
      ["items", "Items", "ご注文詳細"],
      ["promotion_codes", "Promotion codes", "クーポンコード"],
      ["shipping_methods", "Shipping methods", "配送方法"],
      ["customer", "Customer", "ご注文者様情報"],
      ["delivery", "Delivery address", "配送先情報"],
      ["shipment", "This shipment", "この出荷"],
      ["shipments", "Shipments", "出荷"],
      ["quote", "Quote", "見積"],
      ["metadata", "Custom field", "カスタム項目"],
    ] as const
  ).map(([name, en, ja]) => entry(`order.${name}`, [en, ja], ["", ""], { open: true })),
]

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
