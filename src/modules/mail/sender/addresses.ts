/** Addresses of hosts: which of them the internet can know, and which lie in a network. */
import { BlockList, isIP, isIPv4 } from "node:net"

const NETWORKS = {
  ipv4: [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.168.0.0", 16],
    ["224.0.0.0", 3],
  ],
  ipv6: [
    ["::", 96],
    ["::ffff:0:0", 96],
    ["fc00::", 7],
    ["fe80::", 10],
    ["ff00::", 8],
  ],
} as const

const familyOf = (address: string) => (isIPv4(address) ? "ipv4" : "ipv6")

/** One for each family: in a common one every IPv4 address would be found under its form in IPv6. */
function listOf(family: keyof typeof NETWORKS): BlockList {
  const list = new BlockList()
  for (const [network, bits] of NETWORKS[family]) {
    list.addSubnet(network, bits, family)
  }
  return list
}

const NOT_PUBLIC = { ipv4: listOf("ipv4"), ipv6: listOf("ipv6") }

/** An address that others on the internet can see. */
export function isPublicAddress(address: string): boolean {
  const family = familyOf(address)
  return isIP(address) > 0 && !NOT_PUBLIC[family].check(address, family)
}

/** Of both families the bits that count; other families never match. */
export function isInNetwork(address: string, network: string, bits: number): boolean {
  if (isIP(network) !== isIP(address)) {
    return false
  }
  const list = new BlockList()
  list.addSubnet(network, bits, familyOf(network))
  return list.check(address, familyOf(address))
}
