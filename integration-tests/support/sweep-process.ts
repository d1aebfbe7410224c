/** What a store does that was started again: the minute job, and what it has begun. Run by `medusa-process.ts`. */
import type { ExecArgs } from "@medusajs/framework/types"

import { mailModule } from "../../src/container/mail-module"
import sweepDeliveries from "../../src/jobs/sweep-deliveries"
import { until } from "./engine"

export default async function sweepOnce({ container }: ExecArgs): Promise<void> {
  await sweepDeliveries(container)
  const mail = mailModule(container)
  const preparing = async () =>
    (await mail.findMailings({ state: ["preparing"], limit: 1, offset: 0 })).count > 0
  await until("nothing is being prepared any more", async () => !(await preparing()), 120_000)
}
