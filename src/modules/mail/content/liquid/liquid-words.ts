/** What liquidjs has against a template, sorted by what helps: its own words are English, and about its parser. */

/** Besides what is not closed or stands in the wrong place. `expression`: anything else. */
export const SYNTAX_REASONS = [
  "value",
  "no_value",
  "equals",
  "operator",
  "unexpected",
  "filter",
  "range",
  "bracket",
  "tag_name",
  "assign",
  "capture",
  "loop",
  "cycle",
  "branch",
  "comment",
  "expression",
] as const
type SyntaxReason = (typeof SYNTAX_REASONS)[number]

/** `data`: the template and these data do not go together. `address`: no fault of the template's. */
export const RENDER_REASONS = ["arguments", "base64", "address", "data"] as const
export type RenderReason = (typeof RENDER_REASONS)[number]

const SYNTAX: [words: RegExp, reason: SyntaxReason][] = [
  [/^(?:invalid value expression: |unexpected token )"(?:"|\s*\|)/, "no_value"],
  [/^invalid value expression: "(?<name>[^]*)"$/, "value"],
  [/^unexpected token "(?<name>[^]*)", value expected$/, "value"],
  [/^unexpected character "(?<name>[^]*)"$/, "unexpected"],
  [/before filter$|filter name$/, "filter"],
  [/range syntax/, "range"],
  [/^\[ not closed$|^unbalanced parentheses$/, "bracket"],
  [/^illegal (?:liquid )?tag syntax/, "tag_name"],
  [/^expected (?:variable name|"=")$/, "assign"],
  [/valid capture|capture token/, "capture"],
  [/^illegal tag: /, "loop"],
  [/^empty candidates: /, "cycle"],
  [/^unexpected elsif after else$|^duplicated else$/, "branch"],
  [/inline comment/, "comment"],
]

const QUOTED = /"[^"]*"|'[^']*'/g

/** liquidjs takes whatever follows a value for a filter: people write a comparison as other languages do. */
function foreignOperator(tag: string): SyntaxReason | null {
  const bare = tag.replaceAll(QUOTED, "")
  if (/&&|\|\|/.test(bare)) {
    return "operator"
  }
  return /^{%-?\s*(?:if|elsif|unless|case)\b/.test(bare) && /[^=!<>]=(?!=)/.test(bare) ? "equals" : null
}

/**
 * Why a template cannot be parsed, and the name of what is meant, where one is.
 *
 * @param tag - In which it stands.
 */
export function syntaxReason(words: string, tag: string): { reason: SyntaxReason; name?: string } {
  const foreign = foreignOperator(tag)
  if (foreign) {
    return { reason: foreign }
  }
  for (const [pattern, reason] of SYNTAX) {
    const found = pattern.exec(words)
    if (found) {
      return { reason, ...(found.groups?.name && { name: found.groups.name }) }
    }
  }
  return { reason: "expression" }
}

/** Why a mail cannot be made of a template that could be parsed. */
export function renderReason(words: string): RenderReason {
  if (/expect \d+ arguments/.test(words)) {
    return "arguments"
  }
  return /base64/.test(words) ? "base64" : "data"
}
