/** Wakes the one who waits; a signal while nobody waits is remembered, so no wake-up is ever lost. */
export class WakeSignal {
  private signalled = false
  private waiting: (() => void) | null = null

  give(): void {
    this.signalled = true
    this.waiting?.()
  }

  /** Resolves at the next signal, at once if there was one since the last wait, or after `milliseconds`. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.signalled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.waiting = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    this.waiting = null
    this.signalled = false
  }
}
