/** The style sheets of a mail, as rules. */
import type { Root, Rule } from "postcss"
import parseSafely from "postcss-safe-parser"

import { blockDepth } from "./depth"
import { attributeOf, type HtmlToken, type OpenTag } from "./tokens"
import type { LiquidWords } from "./words"

type RawToken = Extract<HtmlToken, { kind: "raw" }>

export interface Sheet {
  token: RawToken
  root: Root
  /** Holds for every screen and every recipient. */
  isForAll: boolean
}

export function readSheets(tokens: readonly HtmlToken[], words: LiquidWords): Sheet[] {
  const sheets: Sheet[] = []
  let depth = 0
  tokens.forEach((token, index) => {
    if (token.kind === "text") {
      depth += blockDepth(token.text, words)
    } else if (token.kind === "raw" && token.of === "style") {
      const tag = tokens[index - 1] as OpenTag
      const media = attributeOf(tag, "media")?.value ?? ""
      const isForAll =
        depth === 0 && /^\s*(?:(?:all|screen)\s*(?:,\s*(?:all|screen|print|projection)\s*)*)?$/i.test(media)
      // Comment marks in a sheet mean nothing, and must not become part of a selector.
      const css = token.text.replace(/<!--|-->/g, " ")
      sheets.push({ token, root: parseSafely(css) as Root, isForAll })
    }
  })
  return sheets
}

/** Of an animation or a page: no element answers to it. */
export function isFrame({ parent }: Rule): boolean {
  return (
    parent?.type === "atrule" &&
    /keyframes$|^page$|^font-face$/i.test((parent as { name?: string }).name ?? "")
  )
}
