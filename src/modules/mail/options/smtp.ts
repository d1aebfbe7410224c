/** Where mail leaves: one URL, or its parts. */
import { z } from "@medusajs/framework/zod"

import { smtpServer, TLS_SETTINGS } from "../smtp/options"
import { completedByService, connectionsOf, SERVICE_NAMES, type ServiceSettings } from "../smtp/services"
import { smtpServerOfUrl } from "../smtp/url"
import { numeric, readBy, yesOrNo } from "./fields"
import { pemOf } from "./pem"

export const smtpUrl = z.string().transform(readBy(smtpServerOfUrl))

export const oauth2 = z.strictObject({
  tokenUrl: z.string().optional(),
  tenant: z.string().optional(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  refreshToken: z.string().optional(),
  clientEmail: z.string().optional(),
  /** A PEM, or the path of one. */
  privateKey: z.string().transform(readBy(pemOf)).optional(),
  scope: z.string().optional(),
})

export const OAUTH2_NAMES = Object.keys(oauth2.shape)

const settings = z.strictObject({
  /** Of a mail service that is known here; then the host need not be said. */
  service: z.enum(SERVICE_NAMES).optional(),
  /** Of the service that has several: Amazon SES. */
  region: z.string().optional(),
  host: z.string().optional(),
  /** 587, or 465 with `tls: "implicit"`. */
  port: numeric(z.number().int().min(1).max(65_535)).optional(),
  user: z.string().optional(),
  /** As it is, whatever characters it has. */
  password: z.string().optional(),
  /** In the place of the password: a login with tokens, and how they are asked for. */
  oauth2: oauth2.optional(),
  tls: z.enum(TLS_SETTINGS).optional(),
  /** `false` accepts any certificate. */
  verify: yesOrNo.optional(),
  /** What this client calls itself in EHLO. */
  name: z.string().optional(),
})

export const SMTP_NAMES = Object.keys(settings.shape)

export const smtp = settings.transform(
  readBy((said: ServiceSettings) => ({
    server: smtpServer(completedByService(said)),
    connections: connectionsOf(said.service),
    service: said.service,
  }))
)
