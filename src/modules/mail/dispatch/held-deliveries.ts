/** What this process has claimed and neither settled nor let go of: its leases are renewed. */
import { type ClaimedDelivery, type Holder, renewLeases } from "../deliveries/claim"
import type { Database } from "../sql/database"

interface Held {
  delivery: ClaimedDelivery
  /** When it was claimed, by `performance.now()`. */
  since: number
}

export class HeldDeliveries {
  private readonly held = new Map<string, Held>()

  constructor(
    private readonly db: Database,
    private readonly holder: Holder
  ) {}

  add(batch: readonly ClaimedDelivery[]): void {
    const since = performance.now()
    batch.forEach((delivery) => this.held.set(delivery.id, { delivery, since }))
  }

  get(id: string): Held | undefined {
    return this.held.get(id)
  }

  has(id: string): boolean {
    return this.held.has(id)
  }

  forget(ids: readonly string[]): void {
    ids.forEach((id) => this.held.delete(id))
  }

  hasAnyOf(mailingId: string): boolean {
    for (const { delivery } of this.held.values()) {
      if (delivery.mailing_id === mailingId) {
        return true
      }
    }
    return false
  }

  async renewLeases(): Promise<void> {
    await renewLeases(
      this.db,
      this.holder,
      [...this.held.values()].map(({ delivery }) => delivery)
    )
  }
}
