/** How routes, workflows and subscribers reach the mail module. */
import type { MedusaContainer } from "@medusajs/framework/types"

import type MailModuleService from "../modules/mail/service"
import { MAIL_MODULE } from "../modules/mail/words"

/** The façade of the mail module. */
export function mailModule(container: MedusaContainer): MailModuleService {
  return container.resolve<MailModuleService>(MAIL_MODULE)
}
