/**
 * Which names of domains are asked of DNS at all. A record of somebody else's says where to look next (`include:`), so that
 * must not lead into the network of the shop: only names are asked that the internet can know (RFC 6761, RFC 6762).
 */

const LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
const NAME = new RegExp(`^(?:${LABEL}\\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`)
const LONGEST = 253
const PRIVATE =
  /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|lan|home|corp|test|invalid|onion|arpa|alt)$/

/** As names are compared: in small letters, without a dot at the end. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(/\.$/, "")
}

/** Whether the internet can know a domain of this name. */
export function isPublicName(name: string): boolean {
  const plain = canonical(name)
  return plain.length <= LONGEST && NAME.test(plain) && !PRIVATE.test(plain)
}

/** The name, and each above it: `a.example.com`, `example.com`, `com`. */
export function upwards(name: string): string[] {
  const labels = canonical(name).split(".")
  return labels.map((_, index) => labels.slice(index).join("."))
}
