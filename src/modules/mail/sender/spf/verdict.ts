/** What a receiver says of one address by a record that was looked up (RFC 7208, 4.6). */
import { isInNetwork } from "../addresses"
import type { Mechanism, Qualifier } from "./record"
import type { SpfNode } from "./tree"

export type SpfVerdict =
  | "pass"
  | "fail"
  | "softfail"
  | "neutral"
  /** A part did not answer, is faulty, or is only known for one mail. */
  | "unclear"

const BY_QUALIFIER: Record<Qualifier, SpfVerdict> = {
  "+": "pass",
  "-": "fail",
  "~": "softfail",
  "?": "neutral",
}

export function verdictOn(node: SpfNode, address: string): SpfVerdict {
  if (node.state !== "found") {
    return "unclear"
  }
  let unclear = false
  for (const mechanism of node.record.mechanisms) {
    const match = matches(node, mechanism, address)
    if (match === true) {
      // What could not be told might have fitted before.
      return unclear && mechanism.qualifier !== "+" ? "unclear" : BY_QUALIFIER[mechanism.qualifier]
    }
    unclear ||= match === null
  }
  if (unclear) {
    return "unclear"
  }
  if (node.record.redirect === null) {
    return "neutral"
  }
  const next = node.below.get("redirect")
  return next ? verdictOn(next, address) : "unclear"
}

/** @returns null if that cannot be told. */
function matches(
  node: Extract<SpfNode, { state: "found" }>,
  mechanism: Mechanism,
  address: string
): boolean | null {
  switch (mechanism.kind) {
    case "all":
      return true
    case "ip":
      return isInNetwork(address, mechanism.address, mechanism.bits)
    case "include": {
      const below = node.below.get(mechanism)
      const verdict = below ? verdictOn(below, address) : "unclear"
      return verdict === "unclear" ? null : verdict === "pass"
    }
    case "a":
    case "mx": {
      const hosts = node.hosts.get(mechanism)
      if (!hosts?.answered) {
        return null
      }
      const bits = address.includes(":") ? mechanism.six : mechanism.four
      return hosts.found.some((host) => isInNetwork(address, host, bits))
    }
    default:
      return null
  }
}
