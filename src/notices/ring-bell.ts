/** Puts a notice into the admin's bell. */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import type { Notice } from "./texts"

let toldOfMissingFeed = false

/** The host replaced the notification module's options. Its error arrives without its type, as words only. */
function isMissingFeed(error: unknown): error is Error {
  return error instanceof Error && error.message.includes("Could not find a notification provider")
}

/**
 * Rings the bell, through the feed channel of the host's notification module. A store without that channel
 * is told once, in its log; its mail does not depend on it.
 *
 * @param once - What it is about: said once in the life of the store.
 */
export async function ringBell(container: MedusaContainer, notice: Notice, once?: string): Promise<void> {
  try {
    await container.resolve(Modules.NOTIFICATION).createNotifications({
      to: "",
      channel: "feed",
      template: "admin-ui",
      data: { ...notice },
      ...(once && { idempotency_key: `mail-delivery:${once}` }),
    })
  } catch (error) {
    if (!isMissingFeed(error)) {
      throw error
    }
    if (!toldOfMissingFeed) {
      toldOfMissingFeed = true
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(`mail: notices do not reach the admin's bell: ${error.message}`)
    }
  }
}
