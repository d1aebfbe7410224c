/**
 * Which part of all mail one dispatcher takes, where a store has several transports: what names its transport. That of the whole
 * store takes all the rest, also what names a transport that the options do not have any more.
 */

/** `only` one transport's mail, or all mail but that of these; null is all there is. */
export type Share = { only: string } | { butFor: readonly string[] } | null

/**
 * @param name - Of the dispatcher's transport; null is the one of the whole store.
 * @param names - Of all others.
 */
export function shareOf(name: string | null, names: readonly string[]): Share {
  if (name !== null) {
    return { only: name }
  }
  return names.length ? { butFor: names } : null
}

export function isIn(share: Share, transport: string | null): boolean {
  if (share === null) {
    return true
  }
  return "only" in share ? transport === share.only : transport === null || !share.butFor.includes(transport)
}

/** A condition that goes on from others, and its parameter, `$place`: none where everything is taken. */
export function conditionOf(share: Share, column: string, place: number): { sql: string; values: unknown[] } {
  if (share === null) {
    return { sql: "", values: [] }
  }
  return "only" in share
    ? { sql: ` AND ${column} = $${place}`, values: [share.only] }
    : { sql: ` AND (${column} IS NULL OR ${column} <> ALL ($${place}::text[]))`, values: [share.butFor] }
}
