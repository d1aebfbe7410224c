/**
 * Amounts as their currency and the mail's language write them. They come as the number next to an exact decimal: what
 * is added up or divided is so in decimals, where the document is made (workflows/orders/to-document.ts).
 */
import { kept } from "../../formats/kept"

interface Writer {
  write: (amount: number) => string
  /** The amount that is written, as a number. */
  round: (amount: number) => number
  /** Decimals of the currency. */
  digits: number
}

/** Never `-$0.00`. */
const PLAIN = { signDisplay: "negative" } as const

function rounding(maximumFractionDigits: number): (amount: number) => number {
  const format = new Intl.NumberFormat("en-US", { useGrouping: false, maximumFractionDigits })
  // Never minus zero.
  return (amount) => Number(format.format(amount)) + 0
}

/** A store may have currencies that ISO 4217 does not know, `usdt` or `points`: number and code. */
function plainWriter(code: string, locale: string): Writer {
  const format = new Intl.NumberFormat(locale, { ...PLAIN, maximumFractionDigits: 20 })
  return { write: (amount) => `${format.format(amount)}\u00a0${code}`, round: rounding(20), digits: 20 }
}

function writerOf(code: string, locale: string): Writer {
  // What Intl takes for a currency: it throws for anything else.
  if (!/^[A-Z]{3}$/.test(code)) {
    return plainWriter(code, locale)
  }
  const format = new Intl.NumberFormat(locale, { ...PLAIN, style: "currency", currency: code })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  return {
    // The fullwidth sign of ja-JP is not in every font.
    write: (amount) => format.format(amount).replace("￥", "¥"),
    round: rounding(digits),
    digits,
  }
}

const writer = kept((currency: string, locale: string) => writerOf(currency.toUpperCase(), locale))

/** Says an amount as its currency is written: no decimals in yen, and never broken at its space. */
export function money(amount: number, currency: string, locale: string): string {
  return writer(currency, locale).write(amount)
}

/** The same amount as a number: what is compared and added up is what is read. */
export function rounded(amount: number, currency: string, locale: string): number {
  return writer(currency, locale).round(amount)
}

/** Whether it would be written as zero. */
export function isNothing(amount: number, currency: string, locale: string): boolean {
  return Math.abs(amount) < 10 ** -writer(currency, locale).digits / 2
}
