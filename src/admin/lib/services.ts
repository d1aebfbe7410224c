/** Mail services by the names that they give themselves; what else tells of mails has a name in each language. */
export const SERVICES: Readonly<Record<string, string>> = {
  ses: "Amazon SES",
  sendgrid: "SendGrid",
  postmark: "Postmark",
  mailgun: "Mailgun",
  brevo: "Brevo",
  resend: "Resend",
}
