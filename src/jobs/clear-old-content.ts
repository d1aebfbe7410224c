/** Once a day: forgets what old mail said, where the shop asks for that with `retentionMonths`. */
import type { MedusaContainer } from "@medusajs/framework/types"

import { mailModule } from "../container/mail-module"

/** What is not done by then is done tomorrow. Milliseconds. */
const LONGEST_RUN = 10 * 60_000

export default async function clearOldContent(container: MedusaContainer): Promise<void> {
  const mail = mailModule(container)
  if (!(await mail.isReady())) {
    return
  }
  const end = performance.now() + LONGEST_RUN
  while ((await mail.clearOldContent()) && performance.now() < end);
}

export const config = {
  name: "mail-delivery-clear-old-content",
  schedule: "20 3 * * *",
}
