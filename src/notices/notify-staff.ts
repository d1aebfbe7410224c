/** Notices for the staff: they stand behind the bell of Medusa's admin. */
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"

import type { Notice } from "./texts"

let warnedOfMissingFeed = false

/** The host replaced the notification module's options. Its error arrives without its type, as words only. */
function isMissingFeed(error: unknown): error is Error {
  return error instanceof Error && error.message.includes("Could not find a notification provider")
}

interface NoticeOptions {
  /** What it is about: said once in the life of the store. */
  once?: string
  /** For whoever shows notices by something else than Medusa's bell, which has no links. */
  about?: { resource_type: "mail_delivery_mailing" | "mail_delivery_day"; resource_id: string }
}

const keyOf = (about: string) => `mail-delivery:${about}`

/**
 * Gives staff a notice, through the feed channel of the host's notification module. A store without that channel
 * is told once, in its log; its mail does not depend on it.
 */
export async function notifyStaff(
  container: MedusaContainer,
  notice: Notice,
  { once, about }: NoticeOptions = {}
): Promise<void> {
  try {
    await container.resolve(Modules.NOTIFICATION).createNotifications({
      to: "",
      channel: "feed",
      template: "admin-ui",
      data: { ...notice },
      ...(once && { idempotency_key: keyOf(once) }),
      ...about,
    })
  } catch (error) {
    if (!isMissingFeed(error)) {
      throw error
    }
    if (!warnedOfMissingFeed) {
      warnedOfMissingFeed = true
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .warn(`mail: notices do not reach the admin's bell: ${error.message}`)
    }
  }
}

/** Medusa has it for every model of a module, and leaves it out of this module's type. */
interface UpdatesNotifications {
  updateNotifications(change: { id: string; data: Record<string, unknown> }): Promise<unknown>
}

/**
 * Keeps one notice for a day's good news: the first is a notice, and what comes later changes what it says.
 *
 * @param notice - Says all of it.
 * @param day - Of the shop, `2026-11-26`.
 */
export async function notifyStaffOfDay(
  container: MedusaContainer,
  notice: Notice,
  day: string
): Promise<void> {
  const notifications = container.resolve(Modules.NOTIFICATION)
  const about = { resource_type: "mail_delivery_day", resource_id: day } as const
  const [known] = await notifications.listNotifications(about, { take: 1 })
  if (!known) {
    return notifyStaff(container, notice, { once: `day:${day}`, about })
  }
  const writer = notifications as unknown as UpdatesNotifications
  await writer.updateNotifications({ id: known.id, data: { ...notice } })
}
