/** Files that go with a mail, as other code gives them: as Medusa's notifications have them. */
import { z } from "@medusajs/framework/zod"

import { line, text } from "./atoms"
import { MOST } from "./limits"

const contentType = z
  .string()
  .max(MOST.name)
  .regex(/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/, { error: "must be a MIME type such as application/pdf" })

const attachment = z.strictObject({
  filename: line(MOST.name).pipe(text(MOST.name)),
  /** Base64; read by the module. */
  content: z.string().max(MOST.file),
  content_type: contentType.nullish(),
  disposition: z.enum(["attachment", "inline"]).nullish(),
  /** Of a picture that the HTML shows as `cid:…`, with the disposition `inline`. */
  id: z
    .string()
    .max(MOST.name)
    .regex(/^<?[\w.@+-]+>?$/, { error: "must be letters, digits and . @ + - _ alone" })
    .nullish(),
})

export const attachments = z.array(attachment).max(MOST.files)

export type GivenAttachment = z.input<typeof attachment>
