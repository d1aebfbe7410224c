/** Transports besides the one of the whole store: which mail each is for, as whom it sends, and how. */
import { z } from "@medusajs/framework/zod"

import { domainOf, parseAddress } from "../address/address"
import { MedusaError } from "../refusals/medusa-error"
import { DEFAULT_TRANSPORT } from "../words"
import type { KnownNames } from "./faults"
import { readBy } from "./fields"
import { checkOneWayOut, hasWayOut, WAY_OUT_KNOWN, wayOut } from "./way-out"

/** Each has a dispatcher and connections to Postgres of its own. */
const MOST_TRANSPORTS = 20

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/

/** In small letters: two that differ in nothing else would be taken for one by every reader. */
const name = z
  .string()
  .toLowerCase()
  .regex(NAME, "must be a short name of letters, digits and -, such as shop-b")
  .refine(
    (value) => value !== DEFAULT_TRANSPORT,
    `must be another one than ${DEFAULT_TRANSPORT}, which is what the way out beside the list is called`
  )

function wrong(words: string): MedusaError {
  return new MedusaError(MedusaError.Types.INVALID_ARGUMENT, words)
}

function plainAddress(given: string): string {
  const parsed = parseAddress(given)
  if (!parsed.ok || parsed.international) {
    throw wrong("must be one e-mail address in plain letters, such as shop@shop-b.example.com")
  }
  return parsed.written
}

const address = z.string().transform(readBy(plainAddress))

function asciiDomain(given: string): string {
  const domain = domainOf(`postmaster@${given.trim()}`)
  if (!domain || domain.startsWith("[") || /[@\s]/.test(given.trim())) {
    throw wrong("must be a domain such as shop-b.example.com")
  }
  return domain.toLowerCase()
}

const sender = z.strictObject({
  /** That of the settings without it. */
  name: z
    .string()
    .trim()
    .regex(/^[^\u0000-\u001f\u007f]{1,200}$/, "must be one line")
    .optional(),
  address,
})

const fields = z.strictObject({
  name,
  /** Ids of the sales channels whose orders', shipments' and quotes' mail it is for. */
  salesChannels: z.array(z.string().trim()).default([]),
  /** Domains of the sender's address in the settings whose mail it is for. */
  senderDomains: z.array(z.string().transform(readBy(asciiDomain))).default([]),
  /** In the place of the settings' one. */
  sender: sender.optional(),
  /** Where answers go; with a sender of its own and without this, to that sender. */
  replyTo: address.optional(),
  ...wayOut,
})

export const TRANSPORTS_KNOWN: KnownNames = {
  transports: Object.keys(fields.shape),
  "transports.sender": Object.keys(sender.shape),
  ...Object.fromEntries(
    Object.entries(WAY_OUT_KNOWN).map(([place, names]) => [`transports.${place}`, names])
  ),
}

const entry = fields.superRefine(checkOneWayOut).superRefine((said, ctx) => {
  if (!hasWayOut(said)) {
    ctx.addIssue({ code: "custom", message: "has no way out: give it smtpUrl, smtp, api or transport" })
  }
  if (!said.salesChannels.length && !said.senderDomains.length) {
    ctx.addIssue({
      code: "custom",
      message: "would never be used: name its salesChannels, its senderDomains, or both",
    })
  }
})

type Entry = z.infer<typeof entry>

/** Refuses what two of them claim. In words without the value, as all faults of options. */
function checkApart(list: readonly Entry[], ctx: z.RefinementCtx): void {
  const met = new Map<string, number>()
  const meet = (index: number, field: string, at: PropertyKey[], value: string) => {
    const key = `${field} ${value}`
    const before = met.get(key)
    if (before !== undefined && before !== index) {
      ctx.addIssue({ code: "custom", path: [index, ...at], message: `stands in transports.${before} too` })
    }
    met.set(key, before ?? index)
  }
  for (const [index, { name, salesChannels, senderDomains }] of list.entries()) {
    meet(index, "name", ["name"], name)
    salesChannels.forEach((id, at) => meet(index, "channel", ["salesChannels", at], id))
    senderDomains.forEach((domain, at) => meet(index, "domain", ["senderDomains", at], domain))
  }
}

export const transports = z
  .array(entry)
  .max(MOST_TRANSPORTS, `must be at most ${MOST_TRANSPORTS} transports`)
  .superRefine(checkApart)
