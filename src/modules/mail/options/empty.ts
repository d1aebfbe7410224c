/**
 * Most options come from variables of the environment, and a variable that is not filled in is an empty text:
 * `MAIL_SMTP_URL=` in an `.env`. Empty means not set, everywhere.
 */

/** Without empty texts, `null` and `undefined`, in lists too; `undefined` if nothing is left. */
export function withoutEmpty(value: unknown): unknown {
  if (typeof value === "string") {
    return value.trim() === "" ? undefined : value
  }
  if (Array.isArray(value)) {
    return nonEmpty(value.map(withoutEmpty).filter((entry) => entry !== undefined))
  }
  if (isPlain(value)) {
    const entries = Object.entries(value).map(([name, entry]) => [name, withoutEmpty(entry)] as const)
    return nonEmpty(Object.fromEntries(entries.filter(([, entry]) => entry !== undefined)))
  }
  return value ?? undefined
}

function nonEmpty<Value extends object>(value: Value): Value | undefined {
  return Object.keys(value).length ? value : undefined
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
