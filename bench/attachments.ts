/** Ten mails of 25 MB on the wire at once: how much memory does the sending process take for them? */
import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"

import { createStoreTables } from "../integration-tests/support/store-tables"
import { sendSingleMail } from "../src/modules/mail/deliveries/single"
import { saveSettings } from "../src/modules/mail/save-settings"
import { startChild } from "./child"
import { say } from "./report"
import type { Benchmark } from "./settings"
import { startSink } from "./sink"

const MAILS = 10
const MEGABYTES = 25
const MEGABYTE = 1024 * 1024
const LOOK_EVERY = 100

/** What Linux says of a process, in MB: `VmRSS` is what it has now, `VmHWM` the most that it had. */
function memoryOf(pid: number, field: "VmRSS" | "VmHWM"): number {
  const [, kilobytes] = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(
    readFileSync(`/proc/${pid}/status`, "utf8")
  )!
  return Number(kilobytes) / 1024
}

export const attachments: Benchmark = async (_settings, report) => {
  say(`attachments: ${MAILS} mails with ${MEGABYTES} MB each, at once`)
  const sink = await startSink()
  const { db, url: databaseUrl, drop } = await createStoreTables()
  try {
    await saveSettings(db, { sender_address: "shop@shop.example" })
    for (let n = 0; n < MAILS; n += 1) {
      const content = randomBytes(MEGABYTES * MEGABYTE).toString("base64")
      await sendSingleMail(db, "UTC", {
        to: `member-${n}@example.jp`,
        content: { subject: "Plan", body: "Here it is.", format: "text" },
        attachments: [{ filename: "plan.pdf", content }],
        idempotency_key: `plan:${n}`,
      })
    }
    // Nothing is due before it has started and rests.
    await db.query("UPDATE mpmd_delivery SET next_attempt_at = now() + interval '1 day'")
    const worker = startChild("worker-process.ts", { databaseUrl, smtpUrl: sink.url, connections: MAILS })
    try {
      await worker.answer()
      const pid = worker.process.pid!
      const before = memoryOf(pid, "VmRSS")
      const start = performance.now()
      await db.query("UPDATE mpmd_delivery SET next_attempt_at = now()")
      for (let left = 1; left > 0;) {
        const rows = await db.query("SELECT id FROM mpmd_delivery WHERE state <> 'sent'")
        left = rows.length
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
      }
      const seconds = (performance.now() - start) / 1_000
      const peak = memoryOf(pid, "VmHWM")
      report({
        bench: "attachments",
        subject: `the most memory for ${MAILS} mails of ${MEGABYTES} MB at once`,
        value: Math.round(peak - before),
        unit: "MB",
        note:
          `beside ${Math.round(before)} MB at rest; ${MAILS * MEGABYTES} MB of files in ${seconds.toFixed(1)} s, ` +
          `${Math.round((MAILS * MEGABYTES) / seconds)} MB/s`,
      })
    } finally {
      await worker.stop()
    }
  } finally {
    sink.stop()
    await drop()
  }
}
