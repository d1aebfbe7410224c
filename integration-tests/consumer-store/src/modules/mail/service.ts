import { MedusaService } from "@medusajs/framework/utils"

import MailTemplate from "./models/mail-template"

export default class MailService extends MedusaService({ MailTemplate }) {}
