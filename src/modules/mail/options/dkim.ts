/** The keys that sign every mail. */
import { z } from "@medusajs/framework/zod"

import { readDkimKey } from "../content/mime/dkim"
import { words } from "./faults"
import { readBy } from "./fields"
import { pemOf } from "./pem"

function keyOf(value: string): string {
  const pem = pemOf(value)
  readDkimKey(pem)
  return pem
}

const key = z.strictObject({
  /** The domain that answers for the mail, as a rule that of the sender's address. */
  domain: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "must be a domain such as example.com"),
  /** The public key is the TXT record of `<selector>._domainkey.<domain>`. */
  selector: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, "must be a name such as mail2026"),
  privateKey: z.string().transform(readBy(keyOf)),
})

export const DKIM_NAMES = Object.keys(key.shape)

/** An RSA and an Ed25519 key (RFC 8463, 5), or those of two domains. More signatures only make mail longer. */
const MOST_KEYS = 4

type Key = z.infer<typeof key>

/** Each mail is signed with each; they must be told apart by where their public halves are. */
const keys = z
  .array(key)
  .max(MOST_KEYS, `must be at most ${MOST_KEYS} keys`)
  .refine(
    (list) =>
      new Set(list.map(({ domain, selector }) => `${selector}.${domain}`.toLowerCase())).size === list.length,
    "two keys have the same selector and domain"
  )

/** One key, or a list. Not a union, whose faults would name neither key nor field. */
export const dkim = z.unknown().transform((given, ctx): Key[] => {
  const parsed = (Array.isArray(given) ? keys : key.transform((one) => [one])).safeParse(given, {
    error: words,
  })
  if (!parsed.success) {
    parsed.error.issues.forEach((issue) => ctx.addIssue({ ...issue } as Parameters<typeof ctx.addIssue>[0]))
    return z.NEVER
  }
  return parsed.data
})
