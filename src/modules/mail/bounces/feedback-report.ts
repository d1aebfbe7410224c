/** Complaints: abuse reports (RFC 5965), and those of Microsoft's Junk Mail Reporting Program, which have no report part. */
import { fieldOf, fieldsIn } from "./mime"
import type { ReturnedRecipient } from "./returned-mail"
import { addressIn } from "./status-report"

export const FEEDBACK_TYPE = "message/feedback-report"

/** `not-spam` says the opposite; `auth-failure` and `dmarc` are about the mail server; a `virus` is no opinion. */
const COMPLAINTS: ReadonlySet<string> = new Set(["abuse", "fraud", "opt-out", "opt-out-list", "complaint"])

export interface Feedback {
  isComplaint: boolean
  recipients: ReturnedRecipient[]
  /** The envelope sender of the mail. */
  mailFrom: string | null
}

function complained(recipient: string | null): ReturnedRecipient[] {
  const nothing = { status: null, diagnostic: null, remote: null, original: null }
  return recipient ? [{ action: "delivered", recipient, ...nothing }] : []
}

export function feedbackIn(report: string): Feedback {
  const fields = fieldsIn(report)
  const type = fieldOf(fields, "feedback-type")?.toLowerCase() ?? ""
  const recipient = fieldOf(fields, "original-rcpt-to") ?? fieldOf(fields, "removal-recipient")
  return {
    isComplaint: COMPLAINTS.has(type),
    recipients: complained(addressIn(recipient)),
    mailFrom: addressIn(fieldOf(fields, "original-mail-from")),
  }
}

/** Microsoft writes the reader into the head of the mail that it sends back. */
export function junkReportIn(from: string, returned: string): Feedback | null {
  const reader = fieldOf(fieldsIn(returned), "x-hmxmroriginalrecipient")
  return reader && /\bstaff@(?:hotmail|outlook)\.com\b/i.test(from)
    ? { isComplaint: true, recipients: complained(addressIn(reader)), mailFrom: null }
    : null
}
