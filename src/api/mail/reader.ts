/**
 * Who asks, as far as that can be known. A client of this process can write `X-Forwarded-For` themselves: only
 * what trusted proxies have added to it counts. Express's own `req.ip` will not do, because Medusa makes it trust
 * exactly one proxy: without one everybody could choose an address, behind two all readers would share one.
 */
import { BlockList, isIP } from "node:net"

/** How many proxies stand before this process, or their addresses and networks. */
export type TrustedProxies = number | readonly string[]

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** An address alone: without port, brackets, zone, and the IPv6 dress of an IPv4 address. Null if it is none. */
function plainAddress(text: string): string | null {
  const bare = /^\[([^\]]*)\](?::\d+)?$/.exec(text)?.[1] ?? text.replace(/^([\d.]+):\d+$/, "$1")
  const address = bare.replace(/%.*$/, "").replace(MAPPED_IPV4, "$1")
  return isIP(address) ? address : null
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4"
}

/** Whether an address is one of these, or in one of these networks. */
function oneOf(proxies: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = "", bits] = proxy.split("/")
    if (bits === undefined) {
      list.addAddress(address, familyOf(address))
    } else {
      list.addSubnet(address, Number(bits), familyOf(address))
    }
  }
  return (address) => list.check(address, familyOf(address))
}

/** A home or a phone has a whole network of this size: each of its addresses would be another reader. */
const NETWORK_GROUPS = 4

function networkOf(ipv6: string): string {
  const [head = "", tail = ""] = ipv6.split("::")
  const before = head.split(":").filter(Boolean)
  const after = tail.split(":").filter(Boolean)
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill("0")
  const groups = ipv6.includes("::") ? [...before, ...zeros, ...after] : before
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")
}

/**
 * What counts as one reader: an IPv4 address, or the network of an IPv6 address.
 *
 * @param socket - The other end of the connection.
 * @param forwarded - `X-Forwarded-For`, as it came.
 */
export function readerOf(socket: string, forwarded: string, trusted: TrustedProxies): string {
  // From this process outwards: each proxy has added whom it saw.
  const way = [...forwarded.split(",").map((text) => text.trim()), socket].reverse().map(plainAddress)
  const isTrusted = typeof trusted === "number" ? (_: string, hops: number) => hops < trusted : oneOf(trusted)
  let [reader] = way
  for (let hops = 0; hops < way.length; hops += 1) {
    const address = way[hops]
    if (!address) {
      break
    }
    reader = address
    if (!isTrusted(address, hops)) {
      break
    }
  }
  if (!reader) {
    return ""
  }
  return familyOf(reader) === "ipv6" ? networkOf(reader) : reader
}
