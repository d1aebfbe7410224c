/**
 * What costs a thousand times more to be made than to be used, such as the formatters of Intl: one for each key, the latest
 * kept. Keys come from data of customers too, so they are bounded.
 */
const MOST = 100

/** @returns what `make` makes of some words, made once. What it throws is not kept. */
export function kept<Words extends string[], Made>(
  make: (...words: Words) => Made
): (...words: Words) => Made {
  const known = new Map<string, Made>()
  return (...words) => {
    const key = JSON.stringify(words)
    const made = known.has(key) ? known.get(key)! : make(...words)
    // The last used is the last to go.
    known.delete(key)
    known.set(key, made)
    if (known.size > MOST) {
      known.delete(known.keys().next().value!)
    }
    return made
  }
}
