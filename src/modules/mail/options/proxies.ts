/** The proxies that stand before this process. */
import { isIP } from "node:net"

import { z } from "@medusajs/framework/zod"

import { numeric } from "./fields"

/** `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32` */
function isAddressOrNetwork(value: string): boolean {
  const [address = "", bits, ...more] = value.split("/")
  const family = isIP(address)
  const isNetwork =
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
  return family > 0 && isNetwork && !more.length
}

const MOST_HOPS = 10

export const trustedProxies = z.union(
  [
    numeric(z.number().int().min(0).max(MOST_HOPS)),
    z.array(z.string().refine(isAddressOrNetwork, "is neither an address nor a network such as 10.0.0.0/8")),
  ],
  `must be the number of proxies, 0 to ${MOST_HOPS}, or a list of their addresses and networks such as 10.0.0.0/8`
)
