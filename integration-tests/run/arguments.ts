/** What `npm test -- …` understands. */

/** In the order in which they run: the quickest to fail first. Their files are named in jest.config.js. */
export const KINDS = [
  "unit",
  "modules",
  "http",
  "clocked",
  "crash",
  "package",
  "surroundings",
  "e2e",
  "pictures",
] as const
export type Kind = (typeof KINDS)[number]

/**
 * Reads `--only unit,http` (or `--only=…`); everything else goes to Jest: a pattern, `-t name`.
 *
 * @throws Error if a kind does not exist.
 */
export function parseArguments(args: string[]): { kinds: readonly Kind[]; rest: string[] } {
  const rest: string[] = []
  let kinds: readonly Kind[] = KINDS
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--only") {
      kinds = parseKinds(args[++i] ?? "")
    } else if (args[i].startsWith("--only=")) {
      kinds = parseKinds(args[i].slice("--only=".length))
    } else {
      rest.push(args[i])
    }
  }
  return { kinds, rest }
}

function parseKinds(list: string): Kind[] {
  return list.split(",").map((name) => {
    const kind = KINDS.find((known) => known === name)
    if (!kind) {
      throw new Error(`There are no "${name}" tests; choose from ${KINDS.join(", ")}`)
    }
    return kind
  })
}
