// The module `mailDelivery`: everything about members' consent, mailings, deliveries, templates and quota.
import { Module } from "@medusajs/framework/utils"

import MailModuleService from "./service"
import { MAIL_MODULE } from "./types"

export { MAIL_MODULE }

export default Module(MAIL_MODULE, { service: MailModuleService })
