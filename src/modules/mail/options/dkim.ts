/** The key that signs every mail. */
import { readFileSync } from "node:fs"

import { MedusaError } from "@medusajs/framework/utils"
import { z } from "@medusajs/framework/zod"

import { readDkimKey } from "../content/mime/dkim"
import { readBy } from "./fields"

/** A PEM or the path of one; many `.env` files can hold line breaks only as `\n`. */
function pemOf(value: string): string {
  const pem = value.includes("-----BEGIN") ? value.replaceAll("\\n", "\n") : fileOf(value)
  readDkimKey(pem)
  return pem
}

function fileOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    throw new MedusaError(MedusaError.Types.INVALID_ARGUMENT, "is neither a PEM nor a file that can be read")
  }
}

export const dkim = z.strictObject({
  /** The domain that answers for the mail, as a rule that of the sender's address. */
  domain: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "must be a domain such as example.com"),
  /** The public key is the TXT record of `<selector>._domainkey.<domain>`. */
  selector: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, "must be a name such as mail2026"),
  privateKey: z.string().transform(readBy(pemOf)),
})

export const DKIM_NAMES = Object.keys(dkim.shape)
