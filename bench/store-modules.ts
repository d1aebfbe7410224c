/** Two modules of a store: ours, and Medusa's Notification Module with our provider. */
import path from "node:path"

import { Modules } from "@medusajs/framework/utils"

/** @returns what Medusa's loader takes as `modulesConfig`; its types know only its own modules. */
export function storeModules(options: { smtpUrl: string }) {
  return {
    mailDelivery: { resolve: path.join(__dirname, "../src/modules/mail"), options },
    [Modules.NOTIFICATION]: {
      resolve: "@medusajs/medusa/notification",
      dependencies: ["mailDelivery"],
      options: {
        providers: [
          {
            resolve: path.join(__dirname, "../src/providers/mail"),
            id: "mail-delivery",
            options: { channels: ["email"] },
          },
        ],
      },
    },
    [Modules.EVENT_BUS]: { resolve: "@medusajs/medusa/event-bus-local" },
  } as never
}
