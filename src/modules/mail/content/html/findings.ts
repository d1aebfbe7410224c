/**
 * What is wrong with a template's HTML, each with its place in the template, and no more than somebody would mend.
 * Every piece of Liquid must be found again, and a block must end where it began: in the same text, value or comment.
 */
import { type Fault, fault, type FaultCode, type FaultValues } from "../liquid/fault"
import { SIGNATURE } from "../liquid/signature"
import { WARNINGS } from "./report"
import type { HiddenLiquid, PlacedPiece } from "./words"

export interface HtmlSource extends HiddenLiquid {
  /** The template as it was written. */
  source: string
}

/** A stretch of the HTML in which a Liquid block may begin and end. */
export interface Stretch {
  /** Ordinary text between tags, seen by every reader. */
  isText: boolean
}

const MOST_FAULTS = 20
const BLOCKS = ["if", "unless", "case", "for", "tablerow", "capture", "raw"]
const BRANCHES = ["elsif", "else", "when"]

export class Findings {
  /** Warnings among them. */
  readonly faults: Fault[] = []
  private readonly stretches = new Map<PlacedPiece, Stretch>()
  private next = 0
  private readonly warned = new Set<string>()
  private errors = 0
  private isBroken = false

  constructor(private readonly source: HtmlSource) {}

  add(code: FaultCode, values: FaultValues, at: number): void {
    this.isBroken ||= code === "unclosed_html"
    const key = `${code} ${values.name ?? ""}`
    const isWarning = WARNINGS.has(code)
    // Finding the place reads the source: nobody mends more at once, and one warning of each kind and name will do.
    const isRepeated = isWarning && this.warned.has(key)
    if (isRepeated || (isWarning ? this.warned.size : this.errors) >= MOST_FAULTS) {
      return
    }
    if (isWarning) {
      this.warned.add(key)
    } else {
      this.errors++
    }
    const before = this.source.source.slice(0, this.source.sourceOffset(at))
    const line = before.split("\n").length
    this.faults.push(fault(code, values, { line, column: before.length - before.lastIndexOf("\n") }))
  }

  /** The Liquid from here to there has been read as part of one stretch. */
  place(begin: number, end: number, stretch: Stretch): void {
    const { pieces } = this.source
    while (this.next < pieces.length && pieces[this.next]!.begin < end) {
      const piece = pieces[this.next++]!
      if (piece.begin >= begin) {
        this.stretches.set(piece, stretch)
      }
    }
  }

  /** To be called when all has been read: what was lost, and blocks that do not end where they began. */
  finish(): void {
    const open: (Stretch | undefined)[] = []
    for (const placed of this.source.pieces) {
      const { piece, begin } = placed
      const stretch = this.stretches.get(placed)
      const name = piece.name ?? ""
      if (!stretch && !this.isBroken) {
        this.add("variable_in_markup", { reason: "lost", name: piece.text }, begin)
      }
      if (piece.expression === SIGNATURE && stretch && !stretch.isText) {
        this.add("signature_place", {}, begin)
      }
      if (BLOCKS.includes(name)) {
        open.push(stretch)
      }
      const belongs = BRANCHES.includes(name) || name.startsWith("end")
      if ((belongs && open.at(-1) !== stretch) || (name === "tablerow" && stretch && !stretch.isText)) {
        this.add("variable_in_markup", { reason: "block", name }, begin)
      }
      if (name.startsWith("end")) {
        open.pop()
      }
    }
  }
}
