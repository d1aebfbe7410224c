/** Preparation that nobody waits for: an event that lasted as long would make `order.placed` wait. */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { prepareOrderMailingWorkflow } from "./prepare-order-mailing"

/** What this process is at. Another process may be at the same mailing: that is only double work. */
const underway = new Set<string>()

/** Begins to prepare an order mailing and returns at once. What fails is taken up by the minute sweep. */
export function prepareInBackground(container: MedusaContainer, id: string): void {
  if (underway.has(id)) {
    return
  }
  underway.add(id)
  prepareOrderMailingWorkflow(container)
    .run({ input: { id } })
    .catch((error: unknown) =>
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(
          `mail: the order mailing ${id} could not be prepared yet and is tried again`,
          error instanceof Error ? error : undefined
        )
    )
    .finally(() => underway.delete(id))
}
