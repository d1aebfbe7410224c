/** A new password while a mailing runs: how long from `createNotifications` to the mail server's 250? */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import type { INotificationModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { initModules } from "@medusajs/test-utils"

import { startSmtpSink } from "../integration-tests/support/smtp-sink"
import { createStoreTables } from "../integration-tests/support/store-tables"
import { saveSettings } from "../src/modules/mail/facade/save-settings"
import type { Database } from "../src/modules/mail/sql/database"
import { createTemplate } from "../src/modules/mail/templates/templates"
import { startChild } from "./child"
import { nothingPending, seedBench, startMailing } from "./mailing"
import { say } from "./report"
import type { Benchmark } from "./settings"
import { storeModules } from "./store-modules"
import { CONNECTIONS } from "./workers"

/** One asks for a new password so often. Milliseconds. */
const EVERY = 100
/** The aim. Seconds. */
const AIM = 2

/** Medusa's Notification Module with our provider over a store's database; the mail leaves from another process. */
async function openModules(databaseUrl: string, smtpUrl: string) {
  const { medusaApp, shutdown } = await initModules({
    databaseConfig: { clientUrl: databaseUrl },
    modulesConfig: storeModules({ smtpUrl }),
  })
  const notifications = medusaApp.modules[Modules.NOTIFICATION] as unknown as INotificationModuleService
  return { notifications, shutdown }
}

/** Asks until the mailing is done. @returns when each mail was asked for, by its delivery. */
async function askWhile(
  notifications: INotificationModuleService,
  db: Database,
  mailing: string
): Promise<Map<string, number>> {
  const asked = new Map<string, number>()
  let isDone = false
  const done = nothingPending(db, mailing).finally(() => (isDone = true))
  while (!isDone) {
    const at = Date.now()
    const { external_id } = await notifications.createNotifications({
      to: `member-${asked.size}@example.jp`,
      channel: "email",
      template: "password-reset",
      data: { url: `https://shop.example/reset?token=${asked.size}` },
    })
    asked.set(external_id!, at)
    await pause(Math.max(0, EVERY - (Date.now() - at)))
  }
  await done
  return asked
}

export const notifications: Benchmark = async ({ mails }, report) => {
  say(`notifications: a new password every ${EVERY} ms during a mailing of ${mails}`)
  const folder = mkdtempSync(path.join(tmpdir(), "mail-bench-"))
  const sink = await startSmtpSink(path.join(folder, "mails"))
  const store = await createStoreTables()
  const worker = startChild("worker-process.ts", {
    databaseUrl: store.url,
    smtpUrl: sink.url,
    connections: CONNECTIONS,
  })
  try {
    await worker.answer()
    await saveSettings(store.db, { sender_name: "Shop", sender_address: "shop@shop.example" })
    await createTemplate(store.db, {
      name: "New password",
      kind: "single",
      key: "password-reset",
      subject: "Your new password",
      body: "Set it here: {{ url }}",
    })
    const { notifications, shutdown } = await openModules(store.url, sink.url)
    const mailing = await seedBench(store.db, mails)
    await startMailing(store.db, mailing)
    const asked = await askWhile(notifications, store.db, mailing)
    const taken = new Map(sink.mails().map(({ deliveryId, at }) => [deliveryId, at]))
    // The last ones were asked for when the mailing was over.
    const times = [...asked]
      .flatMap(([id, at]) => (taken.has(id) ? [taken.get(id)! - at] : []))
      .sort((one, other) => one - other)
    await shutdown()
    const p99 = times[Math.floor(times.length * 0.99)]!
    report({
      bench: "notifications",
      subject: `p99 from createNotifications to 250, during a mailing of ${mails}`,
      value: p99,
      unit: "ms",
      note: `${times.length} mails, median ${times[Math.floor(times.length / 2)]} ms, longest ${times.at(-1)} ms; the aim is ${AIM} s`,
    })
  } finally {
    await worker.stop()
    await sink.stop()
    await store.drop()
    rmSync(folder, { recursive: true })
  }
}
