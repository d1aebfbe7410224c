/**
 * The Message-ID of a delivery: the same on every attempt, so that duplicates and bounces are recognised.
 *
 * @param domain - The sender's, in ASCII.
 */
export function messageIdOf(deliveryId: string, domain: string | null): string {
  return `<${deliveryId}@${domain ?? "localhost"}>`
}
