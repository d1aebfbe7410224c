/** Wakes the one who waits; a ring while nobody waits is remembered, so no wake-up is ever lost. */
export class Bell {
  private rung = false
  private waiting: (() => void) | null = null

  ring(): void {
    this.rung = true
    this.waiting?.()
  }

  /** Resolves at the next ring, at once if it has rung since the last wait, or after `milliseconds`. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.waiting = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.waiting = null
    this.rung = false
  }
}
