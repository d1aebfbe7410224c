/** Files that go with a mail, as other code gives them: as Medusa's notifications have them. */
import { z } from "@medusajs/framework/zod"

import { id, line, text } from "./atoms"
import { refuse } from "./custom"
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

/** Of a mailing, whose list of files is written again and again: a file is brought once and from then on named by its digest. */
const mailingFile = attachment
  .extend({
    content: attachment.shape.content.optional(),
    /** Of the bytes, as the mailing tells it of a file that it has. */
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: "must be a SHA-256 as 64 hexadecimal digits" })
      .optional(),
    /** Goes with the mail about this document alone; with every mail if left out. */
    document_id: id.nullish(),
  })
  .superRefine(({ content, digest }, context) => {
    if ((content === undefined) === (digest === undefined)) {
      const words = "is required, or 'digest' of a file that is kept, and not both"
      refuse(context, "content", "one_of_two", words, { one: "content", other: "digest" })
    }
  })

/** How many one mail may have is asked when it is known which documents they belong to. */
export const mailingFiles = z.array(mailingFile).max(MOST.mailingFiles)

export type GivenMailingFile = z.input<typeof mailingFile>
export type GivenAttachment = z.input<typeof attachment>
