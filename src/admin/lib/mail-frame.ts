/** The document of a preview: the mail itself, to the letter, kept from doing anything. */

/** The sandbox already forbids scripts; the policy also stops everything that a mail might load, but pictures. */
const POLICY =
  "default-src 'none'; img-src https: http: data:; media-src https: http:; style-src 'unsafe-inline'"

const DOCTYPE = /^\s*<!doctype[^>]*>/i
const DARK = /\(\s*prefers-color-scheme\s*:\s*dark\s*\)/gi
const LIGHT = /\(\s*prefers-color-scheme\s*:\s*light\s*\)/gi

/** A mail without colours of its own for the dark is turned over by many programs, its pictures are not. */
const TURNED =
  "<style>html{background:#fff;filter:invert(1) hue-rotate(180deg)}img,video,[background]{filter:invert(1) hue-rotate(180deg)}</style>"

/**
 * @param html - The finished mail.
 * @param dark - As a program with dark colours shows it, whatever the reader's own are; else the light ones.
 * @returns The document for `srcdoc`: its doctype comes first and keeps its mode, then the policy, then all the rest.
 */
export function framed(html: string, dark = false): string {
  const [doctype = ""] = DOCTYPE.exec(html) ?? []
  const rest = html.slice(doctype.length)
  const hasOwn = rest.search(DARK) >= 0
  const [never, always] = ["(max-width:0)", "(min-width:0)"]
  const shown = rest.replace(DARK, dark ? always : never).replace(LIGHT, dark ? never : always)
  return (
    `${doctype.trim()}<meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta charset="utf-8">` +
    `${shown}${dark && !hasOwn ? TURNED : ""}`
  )
}
