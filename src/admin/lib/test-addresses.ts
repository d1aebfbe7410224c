/** Where test mails go: several addresses in one field, and those of the last time, of each person on their machine. */

/** Each is a test mail of its own, which counts against the limit of an hour. */
export const MOST_TEST_ADDRESSES = 5

/** As people separate them, each once. */
export function addressesIn(text: string): string[] {
  const found = text.split(/[\s,;、，；]+/).filter(Boolean)
  return [...new Map(found.map((address) => [address.toLowerCase(), address])).values()]
}

function keyOf(userId: string): string {
  return `mail-delivery-test-addresses-${userId}`
}

/** @returns null for none, also where the browser keeps nothing. */
export function lastTestAddresses(userId: string): string | null {
  try {
    return localStorage.getItem(keyOf(userId))
  } catch {
    return null
  }
}

export function keepTestAddresses(userId: string, addresses: readonly string[]): void {
  try {
    localStorage.setItem(keyOf(userId), addresses.join(", "))
  } catch {
    // The next time it begins with one's own address again.
  }
}
