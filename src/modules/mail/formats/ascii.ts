/** Codes and other texts of ASCII alone, as SQL. */

/** By the rules of no language: in a Turkish database `I` is `i` too, and it takes a third of the time. */
export function lowerOfAscii(text: string): string {
  return `lower(${text} COLLATE "C") COLLATE "default"`
}
