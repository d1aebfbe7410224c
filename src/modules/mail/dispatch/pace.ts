/** How many mails a second this process gets accepted at its best, by the latest ten seconds. */

const SECONDS = 10

export class Pace {
  /** Accepted in each of the latest seconds; the first is the present one. */
  private counts: number[] = [0]
  private second: number

  /** @param now - milliseconds of a clock that never jumps. */
  constructor(private readonly now: () => number = () => performance.now()) {
    this.second = Math.floor(this.now() / 1_000)
  }

  accepted(): void {
    this.turn()
    this.counts[0]! += 1
  }

  get perSecond(): number {
    this.turn()
    return Math.max(...this.counts)
  }

  private turn(): void {
    const second = Math.floor(this.now() / 1_000)
    const passed = Math.min(second - this.second, SECONDS)
    if (passed > 0) {
      this.second = second
      this.counts = [...Array<number>(passed).fill(0), ...this.counts].slice(0, SECONDS)
    }
  }
}
