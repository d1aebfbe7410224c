import path from "node:path"

import type { INotificationModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { initModules } from "@medusajs/test-utils"

import { variablesOf } from "../mail"
import type { NotificationData, ProviderOptions } from "./notification-provider"
import { inParallel, lanesFor, type Subject } from "./subject"

/** Medusa's own way: the module booted over a migrated store's database, one notification per mail. */
export const notificationModule: Subject = {
  name: "Medusa Notification Module + nodemailer",
  slow: true,
  needsStore: true,
  open: async ({ sinkPort, databaseUrl }, connections) => {
    const options: ProviderOptions = { channels: ["email"], port: sinkPort, connections }
    const { medusaApp, shutdown } = await initModules({
      databaseConfig: { clientUrl: databaseUrl },
      modulesConfig: {
        [Modules.NOTIFICATION]: {
          resolve: "@medusajs/medusa/notification",
          options: {
            providers: [{ resolve: path.join(__dirname, "notification-provider"), id: "bench", options }],
          },
        },
        [Modules.EVENT_BUS]: { resolve: "@medusajs/medusa/event-bus-local" },
      },
    })
    const module = medusaApp.modules[Modules.NOTIFICATION] as unknown as INotificationModuleService
    const send = (n: number) => {
      const data: NotificationData = { n, variables: variablesOf(n) }
      return module.createNotifications({
        to: `member-${n}@example.jp`,
        channel: "email",
        template: "news",
        data,
      })
    }
    return {
      prepare: async (mails) => () => inParallel(mails, lanesFor(connections), send),
      close: shutdown,
    }
  },
}
