/**
 * Takes Liquid out of the way of everything that knows only HTML or CSS, and puts it back afterwards. The words are
 * lower-case letters and digits: no parser escapes, splits or changes them, wherever they stand.
 */
import { Tokenizer, type TopLevelToken, TypeGuards } from "liquidjs"

export interface LiquidPiece {
  /** Whether it says something or decides what is said. */
  kind: "output" | "tag"
  /** As written, with its braces. */
  text: string
  /** The expression of an output, if it is a single one: filters can be added to it. */
  expression?: string
  /** Of a tag, such as `if`. */
  name?: string
}

/** Tags that say something themselves. */
const SPEAKING_TAGS = ["echo", "cycle", "increment", "decrement", "liquid"]

/** A piece where it stands in the hidden HTML. */
export interface PlacedPiece {
  piece: LiquidPiece
  word: string
  begin: number
  end: number
}

export interface HiddenLiquid {
  /** The source with a word in place of every piece of Liquid. */
  html: string
  /** In their order. */
  pieces: PlacedPiece[]
  /** Where this place of `html` is in the source, from 0. */
  sourceOffset(offset: number): number
}

export class LiquidWords {
  private readonly kept: LiquidPiece[] = []
  private readonly mark: string
  private readonly pattern: RegExp

  /** @param sources everything that will stand beside the words, so that no word stands in them already */
  constructor(...sources: string[]) {
    let mark = "lqz"
    while (sources.some((source) => source.toLowerCase().includes(mark))) {
      mark += "z"
    }
    this.mark = mark
    this.pattern = new RegExp(`${mark}[ot](\\d+)q`, "gi")
  }

  /** Matches any word; `t` for those of tags, `o` for those of outputs. */
  matching(kinds: "o" | "t" | "ot" = "ot"): RegExp {
    return new RegExp(`${this.mark}[${kinds}]\\d+q`, "gi")
  }

  word(piece: LiquidPiece): string {
    this.kept.push(piece)
    return `${this.mark}${piece.kind === "output" ? "o" : "t"}${this.kept.length - 1}q`
  }

  pieceOf(word: string): LiquidPiece {
    return this.kept[Number(/\d+(?=q$)/i.exec(word)![0])]!
  }

  /** @param source a template that liquidjs can parse */
  hide(source: string): HiddenLiquid {
    let html = ""
    const pieces: PlacedPiece[] = []
    /** How much longer the words have made the text, from which place on. */
    const shifts: { from: number; by: number }[] = []
    for (const { piece, begin, end } of segments(source)) {
      if (piece) {
        const word = this.word(piece)
        pieces.push({ piece, word, begin: html.length, end: html.length + word.length })
        html += word
        shifts.push({ from: html.length, by: html.length - end })
      } else {
        // The whole of it: white space that a `-` trims is trimmed again when the result is parsed.
        html += source.slice(begin, end)
      }
    }
    const sourceOffset = (offset: number) => {
      const piece = pieces.find((one) => one.begin < offset && offset < one.end)
      const place = piece ? piece.begin : offset
      return place - (shifts.findLast(({ from }) => from <= place)?.by ?? 0)
    }
    return { html, pieces, sourceOffset }
  }

  /** Puts the Liquid back into what became of the HTML. */
  restore(processed: string): string {
    return processed.replace(this.pattern, (_, index: string) => this.kept[Number(index)]!.text)
  }
}

interface Segment {
  /** Undefined for the text around. */
  piece?: LiquidPiece
  begin: number
  end: number
}

/** The template's pieces and what is between them. A comment is one piece, whatever it says. */
function* segments(source: string): Generator<Segment> {
  const tokens = new Tokenizer(source).readTopLevelTokens()
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    const { begin } = token
    if (TypeGuards.isTagToken(token) && token.name === "comment") {
      while (index < tokens.length - 1 && !isEndOfComment(tokens[index]!)) {
        index++
      }
      const { end } = tokens[index]!
      yield { piece: { kind: "tag", name: "comment", text: source.slice(begin, end) }, begin, end }
    } else {
      const { end } = token
      yield { piece: pieceFrom(token), begin, end }
    }
  }
}

function isEndOfComment(token: TopLevelToken): boolean {
  return TypeGuards.isTagToken(token) && token.name === "endcomment"
}

function pieceFrom(token: TopLevelToken): LiquidPiece | undefined {
  const text = token.getText()
  if (TypeGuards.isTagToken(token)) {
    const { name } = token
    const expression = name === "echo" ? token.content.replace(/^\s*echo/, "").trim() : undefined
    return { kind: SPEAKING_TAGS.includes(name) ? "output" : "tag", name, text, expression }
  }
  return TypeGuards.isOutputToken(token)
    ? { kind: "output", text, expression: token.content.trim() }
    : undefined
}

/** The output with one filter more, its braces and what they trim as they were. */
export function withFilter(output: LiquidPiece, filter: string): LiquidPiece {
  const [, begin, end] = /^\{[{%](-?)[\s\S]*?(-?)[}%]\}$/.exec(output.text)!
  const expression = `${output.expression} | ${filter}`
  return { kind: "output", expression, text: `{{${begin} ${expression} ${end}}}` }
}
