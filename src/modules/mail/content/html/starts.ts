/** How the value of an attribute can begin, when Liquid conditions stand in it: once for each way through them. */
import type { LiquidPiece, LiquidWords } from "./words"

export interface Start {
  /** What is known of it. */
  text: string
  /** What comes then; undefined if the text is the whole value. */
  output?: LiquidPiece
}

type Node = string | LiquidPiece | Block
interface Block {
  branches: Node[][]
  /** One of the branches stands in any case; else there may be nothing. */
  complete: boolean
}

const BRANCHES = ["elsif", "else", "when"]
const LOOPS_AND_CONDITIONS = ["if", "unless", "case", "for"]
/** More ways than anybody writes: then nothing is known. */
const MOST = 100
const UNKNOWN: LiquidPiece = { kind: "output", text: "" }

/** @param value decoded, with words for its Liquid; blocks begin and end in it */
export function possibleStarts(value: string, words: LiquidWords): Start[] {
  const starts = expand(parse(value, words))
  return starts.length > MOST ? [{ text: "", output: UNKNOWN }] : starts
}

function parse(value: string, words: LiquidWords): Node[] {
  const root: Node[] = []
  const open: { block: Block; nodes: Node[] }[] = []
  let nodes = root
  let end = 0
  for (const match of value.matchAll(words.matching())) {
    nodes.push(value.slice(end, match.index))
    end = match.index + match[0].length
    const piece = words.pieceOf(match[0])
    if (piece.kind === "output") {
      nodes.push(piece)
    } else if (LOOPS_AND_CONDITIONS.includes(piece.name!)) {
      const block: Block = { branches: [[]], complete: false }
      nodes.push(block)
      open.push({ block, nodes })
      nodes = block.branches[0]!
    } else if (BRANCHES.includes(piece.name!) && open.length) {
      const { block } = open.at(-1)!
      nodes = []
      block.branches.push(nodes)
      block.complete ||= piece.name === "else"
    } else if (LOOPS_AND_CONDITIONS.some((name) => piece.name === `end${name}`) && open.length) {
      nodes = open.pop()!.nodes
    }
  }
  nodes.push(value.slice(end))
  return root
}

function expand(nodes: readonly Node[]): Start[] {
  let texts = [""]
  const decided: Start[] = []
  for (const node of nodes) {
    if (typeof node === "string") {
      texts = texts.map((text) => text + node)
    } else if ("branches" in node) {
      const ways: Start[] = [...(node.complete ? [] : [{ text: "" }]), ...node.branches.flatMap(expand)]
      const longer = texts.flatMap((text) => ways.map((way) => ({ ...way, text: text + way.text })))
      decided.push(...longer.filter(({ output }) => output))
      texts = [...new Set(longer.filter(({ output }) => !output).map(({ text }) => text))]
    } else {
      return [...decided, ...texts.map((text) => ({ text, output: node }))]
    }
    if (texts.length + decided.length > MOST) {
      break
    }
  }
  return [...decided, ...texts.map((text) => ({ text }))]
}
