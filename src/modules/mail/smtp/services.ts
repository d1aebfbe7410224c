/**
 * Mail services by name: how each is reached, and how much it takes at once, with the page that says so. The table in
 * docs/deploy.md is made from this.
 */
import type { ProviderName } from "../oauth/providers"
import { isAwsRegion } from "./amazon"
import type { SmtpSettings } from "./options"

/** What DNS must say for mail that leaves through the service. */
export interface ServiceDomain {
  /**
   * Whose domain stands in the envelope, of which receivers ask SPF: the shop's, that of the login, or one that the service
   * puts there, wherever the mail came from.
   */
  envelope: "ours" | "login" | "theirs"
  /** What the SPF record of that domain includes. */
  spf: string
  /** The names of DKIM keys that it gives everybody to begin with; others are told to each customer. */
  selectors?: readonly string[]
  /** Where it says what it wants. */
  source: string
}

export interface SmtpService {
  /** As people call it. */
  label: string
  /** `{region}` stands for the setting of that name. */
  host: string
  port: number
  /** The user where it is the same for everybody; `password`: the same as the password. */
  user?: { always: string } | "password"
  /** Open connections of one worker, where the service says how many it takes. */
  connections?: number
  /** Who gives the tokens that it takes in the place of a password. */
  provider?: ProviderName
  source: string
  domain: ServiceDomain
}

const POSTMARK: ServiceDomain = {
  envelope: "theirs",
  spf: "spf.mtasv.net",
  source: "https://postmarkapp.com/blog/how-dmarc-and-a-custom-return-path-work-together",
}
const MAILGUN: ServiceDomain = {
  envelope: "login",
  spf: "mailgun.org",
  source: "https://documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-verify",
}

export const SERVICES = {
  ses: {
    label: "Amazon SES",
    host: "email-smtp.{region}.amazonaws.com",
    port: 587,
    source: "https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html",
    domain: {
      envelope: "theirs",
      spf: "amazonses.com",
      source: "https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-spf.html",
    },
  },
  microsoft365: {
    label: "Microsoft 365",
    host: "smtp.office365.com",
    port: 587,
    connections: 3,
    provider: "microsoft",
    source:
      "https://techcommunity.microsoft.com/t5/exchange-team-blog/changes-coming-to-the-smtp-authenticated-submission-client/ba-p/607825",
    domain: {
      envelope: "ours",
      spf: "spf.protection.outlook.com",
      selectors: ["selector1", "selector2"],
      source: "https://learn.microsoft.com/en-us/defender-office-365/email-authentication-spf-configure",
    },
  },
  google: {
    label: "Google Workspace, Gmail",
    host: "smtp.gmail.com",
    port: 587,
    provider: "google",
    source: "https://support.google.com/a/answer/176600",
    domain: {
      envelope: "ours",
      spf: "_spf.google.com",
      selectors: ["google"],
      source: "https://support.google.com/a/answer/33786",
    },
  },
  resend: {
    label: "Resend",
    host: "smtp.resend.com",
    port: 587,
    user: { always: "resend" },
    source: "https://resend.com/docs/send-with-smtp",
    domain: {
      envelope: "theirs",
      spf: "amazonses.com",
      selectors: ["resend"],
      source: "https://resend.com/docs/dashboard/domains/introduction",
    },
  },
  postmark: {
    label: "Postmark, transactional",
    host: "smtp.postmarkapp.com",
    port: 587,
    user: "password",
    source:
      "https://postmarkapp.com/support/article/811-what-are-the-smtp-details-api-tokens-i-should-be-using",
    domain: POSTMARK,
  },
  "postmark-broadcasts": {
    label: "Postmark, mailings",
    host: "smtp-broadcasts.postmarkapp.com",
    port: 587,
    user: "password",
    source:
      "https://postmarkapp.com/support/article/811-what-are-the-smtp-details-api-tokens-i-should-be-using",
    domain: POSTMARK,
  },
  sendgrid: {
    label: "SendGrid",
    host: "smtp.sendgrid.net",
    port: 587,
    user: { always: "apikey" },
    source: "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api",
    domain: {
      envelope: "theirs",
      spf: "sendgrid.net",
      selectors: ["s1", "s2"],
      source:
        "https://www.twilio.com/docs/sendgrid/ui/account-and-settings/how-to-set-up-domain-authentication",
    },
  },
  mailgun: {
    label: "Mailgun",
    host: "smtp.mailgun.org",
    port: 587,
    source: "https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp",
    domain: MAILGUN,
  },
  "mailgun-eu": {
    label: "Mailgun, EU",
    host: "smtp.eu.mailgun.org",
    port: 587,
    source: "https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp",
    domain: MAILGUN,
  },
} satisfies Record<string, SmtpService>

export type ServiceName = keyof typeof SERVICES
export const SERVICE_NAMES = Object.keys(SERVICES) as [ServiceName, ...ServiceName[]]

/** What a person may say of the server, where they may name a service instead of its host. */
export type ServiceSettings = Partial<SmtpSettings> & { service?: ServiceName; region?: string }

/** The service that is reached at a host; null if it is none that is known here. */
export function serviceOfHost(host: string): SmtpService | null {
  const name = host.toLowerCase().replace(/\.$/, "")
  const isAt = ({ host: pattern }: SmtpService) => {
    const [before = "", after] = pattern.split("{region}")
    return after === undefined ? name === pattern : name.startsWith(before) && name.endsWith(after)
  }
  return Object.values<SmtpService>(SERVICES).find(isAt) ?? null
}

/**
 * What was said, completed by what is known of the service. What was said goes first.
 *
 * @throws Error that begins with the name of the wrong setting.
 */
export function completedByService({ service: name, region, ...said }: ServiceSettings): SmtpSettings {
  const service: SmtpService | undefined = name && SERVICES[name]
  if (region !== undefined && !service?.host.includes("{region}")) {
    throw new Error("region belongs to service: ses alone")
  }
  if (!service) {
    if (said.host === undefined) {
      throw new Error("host is missing; or name a service")
    }
    return { ...said, host: said.host }
  }
  if (said.oauth2 && !service.provider && !said.oauth2.tokenUrl) {
    throw new Error(`oauth2 is nothing that ${service.label} takes: use its password`)
  }
  if (!said.password && !said.oauth2) {
    throw new Error(`password is missing: ${service.label} takes nothing without a login`)
  }
  return {
    ...said,
    host: said.host ?? hostOf(service, region),
    port: said.port ?? service.port,
    user: said.user ?? userOf(service, said.password),
    provider: service.provider,
    tls: said.tls ?? "required",
  }
}

function hostOf({ host, label }: SmtpService, region: string | undefined): string {
  if (!host.includes("{region}")) {
    return host
  }
  if (!isAwsRegion(region)) {
    throw new Error(`region must be the one of your account at ${label}, such as ap-northeast-1`)
  }
  return host.replace("{region}", region)
}

function userOf({ user, label }: SmtpService, password: string | undefined): string {
  const known = user === "password" ? password : user?.always
  if (known === undefined) {
    throw new Error(`user is missing: the login at ${label}`)
  }
  return known
}

/** Open connections of one worker that the service takes; undefined if it does not say. */
export function connectionsOf(name: ServiceName | undefined): number | undefined {
  const service: SmtpService | undefined = name && SERVICES[name]
  return service?.connections
}
