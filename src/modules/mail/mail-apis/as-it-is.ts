/** Which mails leave byte for byte as they are made here. Nothing is worth signing that somebody else makes anew. */
import type { DkimOptions } from "../content/mime/dkim"
import type { ApiServer } from "./options"

/** What of the module's options decides it. */
interface Signing {
  api?: Pick<ApiServer, "service">
  dkim?: readonly DkimOptions[]
}

/** Amazon SES takes a finished mail, as SMTP does; the others take fields, and sign what they make of them. */
const TAKES_FINISHED_MAIL: Record<ApiServer["service"], boolean> = {
  ses: true,
  resend: false,
  postmark: false,
  sendgrid: false,
}

/** Ours, as far as a signature of theirs arrives; empty if none does. */
export function signingKeys({ api, dkim = [] }: Signing): readonly DkimOptions[] {
  return api && !TAKES_FINISHED_MAIL[api.service] ? [] : dkim
}
