/** Whether something stands inside of a Liquid block, and so is not there for every recipient. */
import type { LiquidWords } from "./words"

const BLOCKS = ["if", "unless", "case", "for", "tablerow", "capture"]

/** How many blocks are open after this text, more than before it. */
export function blockDepth(text: string, words: LiquidWords): number {
  const names = [...text.matchAll(words.matching("t"))].map(([word]) => words.pieceOf(word).name ?? "")
  const ends = names.filter((name) => BLOCKS.some((block) => name === `end${block}`))
  return names.filter((name) => BLOCKS.includes(name)).length - ends.length
}
