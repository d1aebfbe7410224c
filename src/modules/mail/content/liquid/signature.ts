/** `{{ signature }}` says where in a mail the signature stands; else it stands at the end. */
import { Tokenizer, TypeGuards } from "liquidjs"

/** In the catalogue a variable, but filled in when a content is built: it has Liquid of its own. */
export const SIGNATURE = "signature"

/** Puts the signature in its places. @param template that liquidjs can parse */
export function placeSignature(template: string, signature: string): string {
  return new Tokenizer(template)
    .readTopLevelTokens()
    .map((token) => {
      const isPlace = TypeGuards.isOutputToken(token) && token.content.trim() === SIGNATURE
      return isPlace ? signature : template.slice(token.begin, token.end)
    })
    .join("")
}
