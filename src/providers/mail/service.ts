/** Hands what Medusa notifies of to our module, which records it and wakes the dispatcher. */
import type { ProviderSendNotificationResultsDTO } from "@medusajs/framework/types"
import { AbstractNotificationProviderService } from "@medusajs/framework/utils"

import type MailModuleService from "../../modules/mail/service"
import { MAIL_MODULE } from "../../modules/mail/words"
import { unreachable } from "./reach"

/** Read when it is needed: modules are loaded in any order. */
type Dependencies = Partial<Record<typeof MAIL_MODULE, MailModuleService>>

export class MailDeliveryNotificationService extends AbstractNotificationProviderService {
  static override identifier = "mail-delivery"

  constructor(private readonly container: Dependencies) {
    super()
  }

  /** @returns the id of the delivery, `mdlv_…`. @throws MedusaError that says what to do. */
  override async send(notification: unknown): Promise<ProviderSendNotificationResultsDTO> {
    const mail = this.container[MAIL_MODULE]
    if (!mail) {
      throw unreachable()
    }
    const { id } = await mail.sendNotification(notification)
    return { id }
  }
}
