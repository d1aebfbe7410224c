import { MedusaService } from "@medusajs/framework/utils"

import * as models from "./models"

export default class MailModuleService extends MedusaService(models) {}
