/** Which DNS servers are asked about the sender's domain. */
import { z } from "@medusajs/framework/zod"

import { isDnsServer } from "../sender/servers"

export const dns = z.strictObject({
  /** Those of this machine without it. */
  servers: z
    .array(
      z.string().refine(isDnsServer, "must be an address, or an address with a port such as 192.0.2.53:5353")
    )
    .nonempty()
    .optional(),
})

export const DNS_NAMES = Object.keys(dns.shape)
