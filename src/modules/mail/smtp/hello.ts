/**
 * What this client calls itself in EHLO. RFC 5321 4.1.1.1 wants a domain; `[127.0.0.1]`, which the client library falls
 * back to in every container, is what spam filters expect of an infected machine.
 */
import { hostname } from "node:os"

import { domainOf } from "../address/address"

/**
 * @param name - As it was set, or found in the public address.
 * @param sender - The address that the first mail on the connection comes from.
 * @returns undefined if nothing is known that has a dot.
 */
export function helloNameOf(name: string | null, sender: string | null): string | undefined {
  const known = [name, sender && domainOf(sender), hostname()]
  return known.find((candidate) => candidate && /^[a-z0-9.-]+\.[a-z0-9.-]+$/i.test(candidate)) ?? undefined
}
