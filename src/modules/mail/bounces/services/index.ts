/** The mail services whose news is understood, by the name in the address that they call. */
import { brevo } from "./brevo"
import { mailgun } from "./mailgun"
import { postmark } from "./postmark"
import { resend } from "./resend"
import { sendgrid } from "./sendgrid"
import type { MailService } from "./service"
import { createSes, type SesSettings } from "./ses"
import { signed } from "./signed"

export interface ServiceSettings {
  signed?: string
  ses?: SesSettings
  sendgrid?: string
  postmark?: string
  mailgun?: string
  brevo?: string
  resend?: string
}

export type ServiceName = keyof ServiceSettings

export const SERVICES: { [Name in ServiceName]-?: MailService<NonNullable<ServiceSettings[Name]>> } = {
  signed,
  ses: createSes(),
  sendgrid,
  postmark,
  mailgun,
  brevo,
  resend,
}

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(SERVICES, name)
}

/** Headers of each mail by which these services name it in their news. */
export function serviceHeadersOf(
  settings: ServiceSettings | undefined,
  deliveryId: string
): [name: string, value: string][] {
  return Object.keys(settings ?? {}).flatMap((name) => {
    const header = isServiceName(name) && settings?.[name] ? SERVICES[name].headerOf?.(deliveryId) : undefined
    return header ? [header] : []
  })
}
