/** What a failed workflow writes back. */

/** What there was of that which is changed: the rest may be somebody else's change meanwhile. */
export function partOf<Thing extends object>(before: Thing, changes: object): Partial<Thing> {
  const names = Object.keys(changes) as (keyof Thing)[]
  return Object.fromEntries(names.map((name) => [name, before[name]])) as Partial<Thing>
}
