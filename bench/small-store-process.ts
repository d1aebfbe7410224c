/** The process of a small store: the module with its sending, and Medusa's Notification Module over it. */
import { Console } from "node:console"

import { MedusaApp } from "@medusajs/framework/modules-sdk"
import type { INotificationModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, createPgConnection, Modules } from "@medusajs/framework/utils"

import type MailModuleService from "../src/modules/mail/service"
import { answer, input, onQuestion, runChild } from "./child"
import { storeModules } from "./store-modules"

export interface SmallStore {
  databaseUrl: string
  smtpUrl: string
}

/** What it is asked to send. */
export type Question = { mailing: string } | { notification: string }

/** When that was asked for, milliseconds of its clock. */
export interface Begun {
  at: number
}

/** What it holds before its sending begins. Bytes. */
export interface Started {
  loaded: number
}

async function open({ databaseUrl, smtpUrl }: SmallStore) {
  const app = await MedusaApp({
    injectedDependencies: {
      [ContainerRegistrationKeys.PG_CONNECTION]: createPgConnection({ clientUrl: databaseUrl }),
      // Standard output is for answers.
      [ContainerRegistrationKeys.LOGGER]: new Console(process.stderr),
    },
    modulesConfig: storeModules({ smtpUrl }),
  })
  const loaded = process.memoryUsage.rss()
  await app.onApplicationStart()
  return {
    loaded,
    mail: app.modules.mailDelivery as unknown as MailModuleService,
    notifications: app.modules[Modules.NOTIFICATION] as unknown as INotificationModuleService,
  }
}

async function sendMailing(mail: MailModuleService, customerId: string): Promise<Begun> {
  const { id } = await mail.createMailing({
    kind: "member",
    content: {
      subject: "News for {{ member.name }}",
      body: "<p>Dear {{ member.name }}, the autumn list is here.</p>",
      format: "html",
      include_signature: true,
    },
    audience: { customer_ids: [customerId] },
  })
  const at = Date.now()
  await mail.sendMailing(id, { grace: 0 })
  return { at }
}

async function notify(notifications: INotificationModuleService, to: string): Promise<Begun> {
  const at = Date.now()
  await notifications.createNotifications({
    to,
    channel: "email",
    template: "password-reset",
    data: { url: "https://shop.example/reset?token=abc" },
  })
  return { at }
}

runChild(async () => {
  const { loaded, mail, notifications } = await open(input<SmallStore>())
  onQuestion<Question>((question) =>
    "mailing" in question ? sendMailing(mail, question.mailing) : notify(notifications, question.notification)
  )
  const started: Started = { loaded }
  answer(started)
})
