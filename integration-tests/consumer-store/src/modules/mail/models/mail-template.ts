import { model } from "@medusajs/framework/utils"

const MailTemplate = model.define("mail_template", {
  id: model.id().primaryKey(),
  name: model.text(),
})

export default MailTemplate
