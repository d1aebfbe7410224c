/** All ways out that the options name, each with the options that hold for its mail. */
import type { MailOptions } from "./index"
import type { WayOut } from "./way-out"

/** One way out. */
export interface Way {
  /** Null: the one of the whole store. */
  name: string | null
  options: MailOptions
}

/** The one of the whole store first. */
export function waysOf(options: MailOptions): [Way, ...Way[]] {
  const others = options.transports.map((transport) => ({
    name: transport.name,
    options: { ...options, ...wayOutOf(transport) },
  }))
  return [{ name: null, options }, ...others]
}

/** @param name - Null: the one of the whole store; so too for a name that there is not. */
export function wayNamed(options: MailOptions, name: string | null): Way {
  const ways = waysOf(options)
  return ways.find((way) => way.name === name) ?? ways[0]
}

/** Nothing of the store's own way out holds for another one: what is not said of it, it has not. */
function wayOutOf(transport: MailOptions["transports"][number]): WayOut {
  const { smtp, api, transport: module, connections, rate, dkim, headers, bulkHeaders } = transport
  const { rewrittenHeaders } = transport
  return { smtp, api, transport: module, connections, rate, dkim, headers, bulkHeaders, rewrittenHeaders }
}
