/** A provider for Medusa's Notification Module as the official ones are written, with nodemailer behind it. */
import type { ProviderSendNotificationDTO } from "@medusajs/framework/types"
import { AbstractNotificationProviderService, ModuleProvider, Modules } from "@medusajs/framework/utils"

import type { Variables } from "../../src/modules/mail/words"
import { createMailer, type Mailer } from "./mailer"

export interface ProviderOptions {
  channels: string[]
  port: number
  connections: number
}

/** What a notification's `data` holds. */
export interface NotificationData extends Record<string, unknown> {
  n: number
  variables: Variables
}

class NodemailerProvider extends AbstractNotificationProviderService {
  static override identifier = "bench-nodemailer"
  private readonly mailer: Mailer

  constructor(_: unknown, options: ProviderOptions) {
    super()
    this.mailer = createMailer(options.port, options.connections)
  }

  override async send(notification: ProviderSendNotificationDTO) {
    const { n, variables } = notification.data as unknown as NotificationData
    await this.mailer.send(n, variables)
    return { id: `mdlv_${n}` }
  }
}

export default ModuleProvider(Modules.NOTIFICATION, { services: [NodemailerProvider] })
