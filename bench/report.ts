/** Figures as people, programs and the README want them: one table, JSON lines, or Markdown. */
import os from "node:os"

export interface Figure {
  bench: string
  subject: string
  value: number
  unit: string
  /** What the value is compared with is said in the note; for the throughput it is ours / subject. */
  ratio?: number
  note?: string
}

export type Format = "table" | "json" | "markdown"

export function say(words: string): void {
  process.stderr.write(`${words}\n`)
}

/** Two digits are more than a benchmark can promise. */
export function ratioOf(value: number, base: number): number {
  return Number((value / base).toFixed(2))
}

export const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN

/** Where the figures were taken: without it they say nothing. */
export function machine(): string {
  const [cpu] = os.cpus()
  const memory = Math.round(os.totalmem() / 2 ** 30)
  const date = new Date().toISOString().slice(0, 10)
  const system = `${os.type()} ${os.release()}`
  return `${os.cpus().length} × ${cpu?.model.trim()}, ${memory} GB, ${system}, Node ${process.versions.node}, ${date}`
}

/** JSON lines are printed as the figures come, tables when all are known. */
export class Report {
  private readonly figures: Figure[] = []

  constructor(private readonly format: Format) {}

  add(figure: Figure): void {
    this.figures.push(figure)
    if (this.format === "json") {
      print(JSON.stringify(figure))
    } else {
      say(`  ${figure.subject}: ${valueOf(figure)}`)
    }
  }

  end(): void {
    if (this.format === "table") {
      this.figures.forEach((figure) => print(row(figure)))
      print(`\n${machine()}`)
    } else if (this.format === "markdown") {
      print("| benchmark | subject | figure | ratio | |\n| --- | --- | ---: | ---: | --- |")
      this.figures.forEach((figure) => print(`| ${cells(figure).join(" | ")} |`))
      print(`\nMeasured on ${machine()}.`)
    }
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function valueOf({ value, unit }: Figure): string {
  return `${value.toLocaleString("en")} ${unit}`
}

function cells(figure: Figure): string[] {
  const { bench, subject, ratio, note = "" } = figure
  return [bench, subject, valueOf(figure), ratio === undefined ? "" : `${ratio} ×`, note]
}

function row(figure: Figure): string {
  const [bench, subject, value, ratio, note] = cells(figure)
  return `${bench!.padEnd(12)} ${subject!.padEnd(42)} ${value!.padStart(14)} ${ratio!.padStart(8)}   ${note}`.trimEnd()
}
