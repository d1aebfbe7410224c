/**
 * Puts together the replies of a server from what comes over the wire: cut anywhere, several at once, lines without end.
 */

/** Letters of one reply. A real one has some hundred. */
const LONGEST = 1024 * 1024

const CONTINUES = /^\d+-/

export class ReplyReader {
  /** The lines of a reply that has more to come. */
  private lines: string[] = []
  private lettersOfLines = 0
  /** Of the line that has not ended. */
  private rest = ""

  /**
   * @returns the replies that this brought to their end, each with all its lines and their codes, one letter for each byte: letters
   * of people's are made of them where they are made fit to be shown (formats/readable.ts). Empty lines are none.
   */
  read(chunk: Buffer): string[] {
    const said = chunk.toString("latin1")
    // Put together as it is: to look through all of it at each letter would take for ever.
    if (!said.includes("\n")) {
      this.rest += said
      return []
    }
    const lines = (this.rest + said).split(/\r?\n/)
    this.rest = lines.pop()!
    return lines.flatMap((line) => this.add(line))
  }

  /** Longer than any reply can be, and it does not end. */
  get isTooLong(): boolean {
    return this.lettersOfLines + this.rest.length > LONGEST
  }

  /** What has begun and not ended. */
  get unfinished(): string {
    return [...this.lines, this.rest].join("\n").trim()
  }

  private add(line: string): string[] {
    if (!line.trim()) {
      return []
    }
    this.lines.push(line)
    this.lettersOfLines += line.length
    if (CONTINUES.test(line)) {
      return []
    }
    const words = this.lines.join("\n")
    this.lines = []
    this.lettersOfLines = 0
    return [words]
  }
}
