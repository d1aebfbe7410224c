/** What the plugin starts with here: a sender, a signature, templates to begin from, and segments. */
import { type MedusaContainer } from "@medusajs/framework/types"

import type MailModuleService from "../../src/modules/mail/service"
import { PROVIDER } from "./payments"
import { segmentsOf } from "./segments"
import { TEMPLATES } from "./templates"

/** Saves them through the module, so that what it would refuse stops the seed. */
export async function setUpMail(container: MedusaContainer, groupIds: string[]): Promise<void> {
  // By its key, as any store finds it: stores that have the package installed are filled with this too.
  const mail = container.resolve<MailModuleService>("mailDelivery")
  await mail.updateSettings({
    sender_name: "北の台所 Kita Kitchen",
    sender_address: "hello@kita-kitchen.example",
    reply_to: "support@kita-kitchen.example",
    signature_text:
      "北の台所 Kita Kitchen\n〒060-0042 札幌市中央区大通西3丁目6\n011-555-0123 / support@kita-kitchen.example",
    signature_html:
      '<p style="color: #71717a">北の台所 Kita Kitchen<br>〒060-0042 札幌市中央区大通西3丁目6<br>' +
      '<a href="mailto:support@kita-kitchen.example">support@kita-kitchen.example</a></p>',
    postal_address: "〒060-0042 札幌市中央区大通西3丁目6",
    contact: "support@kita-kitchen.example",
    language: "ja",
    bank_text: "北洋銀行 本店 普通 1234567 キタノダイドコロ",
    bank_providers: [PROVIDER],
  })
  for (const template of TEMPLATES) {
    await mail.createTemplate(template)
  }
  for (const segment of segmentsOf(groupIds)) {
    await mail.createSegment(segment)
  }
}
