/** Puts a notice into the admin's bell. */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"

import type { Notice } from "./texts"

let toldOfMissingFeed = false

/** Not found: the host replaced the notification module's options and its feed provider is gone. */
function isMissingFeed(error: unknown): boolean {
  return error instanceof Error && "type" in error && error.type === MedusaError.Types.NOT_FOUND
}

/**
 * Rings the bell, through the feed channel of the host's notification module. A store without that channel
 * is told once, in its log; its mail does not depend on it.
 */
export async function ringBell(container: MedusaContainer, notice: Notice): Promise<void> {
  try {
    await container
      .resolve(Modules.NOTIFICATION)
      .createNotifications({ to: "", channel: "feed", template: "admin-ui", data: { ...notice } })
  } catch (error) {
    if (!isMissingFeed(error)) {
      throw error
    }
    if (!toldOfMissingFeed) {
      toldOfMissingFeed = true
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(`mail: notices do not reach the admin's bell: ${(error as Error).message}`)
    }
  }
}
