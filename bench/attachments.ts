/** Ten mails of 25 MB on the wire at once: how much memory does the sending process take for them? */
import { randomBytes } from "node:crypto"
import { readFileSync } from "node:fs"

import { createStoreTables } from "../integration-tests/support/store-tables"
import { leasedRows } from "../src/modules/mail/deliveries/leases"
import { sendSingleMail } from "../src/modules/mail/deliveries/single"
import { saveSettings } from "../src/modules/mail/facade/save-settings"
import type { Database } from "../src/modules/mail/sql/database"
import { startChild } from "./child"
import { say } from "./report"
import type { Benchmark } from "./settings"
import { startSink } from "./sink"

const MAILS = 10
const MEGABYTES = 25
const MEGABYTE = 1024 * 1024
const LOOK_EVERY = 100

/** What a process has now, in MB, as Linux says it. */
function memoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))!
  return Number(kilobytes) / 1024
}

/** Waits until all is sent. @returns the most memory that the process had meanwhile. */
async function peakWhileSending(db: Database, pid: number): Promise<number> {
  for (let peak = 0; ;) {
    peak = Math.max(peak, memoryOf(pid))
    const left = await db.query(
      `SELECT id FROM mpmd_delivery WHERE next_attempt_at <= now() UNION ALL SELECT id FROM ${leasedRows()} l`
    )
    if (!left.length) {
      return peak
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY))
  }
}

function ask(db: Database, n: number, bytes: number) {
  return sendSingleMail(
    db,
    { timezone: "UTC" },
    {
      to: `member-${n}@example.jp`,
      content: { subject: "Plan", body: "Here it is.", format: "text" },
      attachments: [{ filename: "plan.pdf", content: randomBytes(bytes).toString("base64") }],
      idempotency_key: `plan:${n}`,
    }
  )
}

export const attachments: Benchmark = async (_settings, report) => {
  say(`attachments: ${MAILS} mails with ${MEGABYTES} MB each, at once`)
  const sink = await startSink()
  const { db, url: databaseUrl, drop } = await createStoreTables()
  try {
    await saveSettings(db, { sender_address: "shop@shop.example" })
    for (let n = 1; n <= MAILS; n += 1) {
      await ask(db, n, MEGABYTES * MEGABYTE)
    }
    // Nothing of that is due before it has sent a small one, with all that it loads for it.
    await db.query("UPDATE mpmd_delivery SET next_attempt_at = now() + interval '1 day'")
    await ask(db, 0, 1_000)
    const worker = startChild("worker-process.ts", { databaseUrl, smtpUrl: sink.url, connections: MAILS })
    try {
      await worker.answer()
      const pid = worker.process.pid!
      await peakWhileSending(db, pid)
      const before = memoryOf(pid)
      const start = performance.now()
      await db.query("UPDATE mpmd_delivery SET next_attempt_at = now() WHERE state = 'pending'")
      const peak = await peakWhileSending(db, pid)
      const seconds = (performance.now() - start) / 1_000
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
