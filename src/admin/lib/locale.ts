/** Numbers, dates and durations as the reader's language writes them. */

/** The dashboard writes `ptBR`, `zhCN`; Intl wants `pt-BR`. */
export function toBcp47(language: string): string {
  return language.replace(/^([a-z]{2})([A-Z]{2})$/, "$1-$2")
}

export function formatNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value)
}

/** In a currency that only the shop knows, `points`, as number and code. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  return /^[a-z]{3}$/i.test(currency)
    ? new Intl.NumberFormat(locale, { style: "currency", currency }).format(amount)
    : `${formatNumber(amount, locale)} ${currency.toUpperCase()}`
}

export function formatPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share)
}

/** For shares of which a tenth of a percent counts. */
export function formatSmallPercent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(share)
}

/** @param timeZone - Whose clocks; those of the browser if it is not known yet. */
export function formatDateTime(value: string | Date, locale: string, timeZone?: string): string {
  const style = { dateStyle: "medium", timeStyle: "short", timeZone } as const
  return new Intl.DateTimeFormat(locale, style).format(new Date(value))
}

/** With the day of the week, so that a slip of the pen is seen. */
export function formatMoment(value: string | Date, locale: string, timeZone?: string): string {
  const style = { dateStyle: "full", timeStyle: "short", timeZone } as const
  return new Intl.DateTimeFormat(locale, style).format(new Date(value))
}

export function formatDate(value: string | Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "medium" }).format(new Date(value))
}

/** `2026-11` as "November 2026" or 「2026年11月」. The month is the store's: no time zone may shift it. */
export function formatMonth(month: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { year: "numeric", month: "long", timeZone: "UTC" }).format(
    new Date(`${month}-01T00:00:00Z`)
  )
}

/** `2026-11-25` as "Nov 25" or 「11月25日」. The day is the store's, as in `formatMonth`. */
export function formatDay(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { month: "short", day: "numeric", timeZone: "UTC" }).format(
    new Date(`${day}T00:00:00Z`)
  )
}

const UNITS = [
  { unit: "hour", seconds: 3600 },
  { unit: "minute", seconds: 60 },
  { unit: "second", seconds: 1 },
] as const

/** One unit is enough for an estimate: "4 minutes", not "3 minutes 41 seconds". */
export function formatDuration(seconds: number, locale: string): string {
  const { unit, seconds: size } = UNITS.find((one) => seconds >= one.seconds) ?? UNITS[2]
  const words = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(
    Math.max(1, Math.round(seconds / size))
  )
  // Japanese has no blank between figure and unit, though Intl writes one.
  return locale.startsWith("ja") ? words.replaceAll(" ", "") : words
}
