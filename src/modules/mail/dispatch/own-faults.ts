/**
 * Tells a fault of ours from a member with an odd address: the first refusal may be theirs alone, and one member must
 * not stop a mailing. A second recipient refused for a fault of ours, with no mail taken in between, is no chance.
 */
export class OwnFaults {
  private refused: string | null = null

  /** The server took a mail: whatever was wrong before was not wrong for all. */
  accepted(): void {
    this.refused = null
  }

  /** @returns whether it is ours: every further mail would fare alike. */
  refusedTo(recipient: string): boolean {
    const isOurs = this.refused !== null && this.refused !== recipient
    this.refused = recipient
    return isOurs
  }
}
