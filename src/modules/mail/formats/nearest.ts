/** "Did you mean …?": the known name closest to a mistyped one. */

/** Levenshtein's distance: how many letters to add, drop or change. */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const change = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(previous[column]! + 1, current[column - 1]! + 1, change))
    }
    previous = current
  }
  return previous[b.length]!
}

/** A name may also be written without its group: `first_name` for `member.first_name`. */
function likeness(name: string, candidate: string): number {
  const bare = candidate.slice(candidate.lastIndexOf(".") + 1)
  return Math.min(distance(name, candidate), distance(name, bare) + 0.5)
}

/** @returns the closest name, or `undefined` if none is close enough to be what was meant */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.slice(0, 100).toLowerCase()
  const [best] = known
    .map((candidate) => ({ candidate, likeness: likeness(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.likeness - b.likeness)
  return best && best.likeness <= Math.max(1, wanted.length / 3) ? best.candidate : undefined
}
