/** A mailbox full of returned mail: how long until each report stands with its mail? */
import { setTimeout as pause } from "node:timers/promises"

import { generateEntityId } from "@medusajs/framework/utils"

import { findDovecot, startDovecot } from "../integration-tests/support/dovecot"
import { createMailTables } from "../integration-tests/support/mail-tables"
import { countersOf } from "../integration-tests/support/mailings"
import { reportTo, returnPathFor } from "../integration-tests/support/returned"
import type { Database } from "../src/modules/mail/sql/database"
import { startChild } from "./child"
import { cpuOf } from "./cpu"
import { seedBench } from "./mailing"
import { say } from "./report"
import type { Benchmark } from "./settings"

const REPORTS = 10_000
const LOOK_EVERY = 50
const RETURNS = { secret: "only-for-this-benchmark", bounces: { address: "bounce@shop.test" } }

/** A mailing that was sent. @returns the ids of its mails, as they really look. */
async function seedSent(db: Database, mailing: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    "UPDATE mpmd_delivery SET id = $2 || '_' || lpad(position::text, 9, '0'), state = 'sent', attempt = 1, sent_at = now() " +
      "WHERE mailing_id = $1 RETURNING id",
    [mailing, generateEntityId("", "mdlv")]
  )
  await db.query("UPDATE mpmd_mailing SET pending = 0, sent = total, state = 'completed' WHERE id = $1", [
    mailing,
  ])
  return rows.map(({ id }) => id)
}

/** @returns how many have come back. */
async function reached(db: Database, mailing: string, wanted: number): Promise<number> {
  for (;;) {
    const { bounced } = await countersOf(db, mailing)
    if (bounced >= wanted) {
      return bounced
    }
    await pause(LOOK_EVERY)
  }
}

export const mailbox: Benchmark = async (_, report) => {
  const program = findDovecot()
  if (!program) {
    say("mailbox: left out, for this machine has no dovecot")
    return
  }
  say(`mailbox: ${REPORTS} reports`)
  const { db, url: databaseUrl, drop } = await createMailTables()
  const box = await startDovecot(program)
  try {
    const mailing = await seedBench(db, REPORTS)
    const ids = await seedSent(db, mailing)
    box.deliver(...ids.map((id, n) => reportTo(returnPathFor(RETURNS, id), id, { recipient: `${n}@x.test` })))
    const worker = startChild("worker-process.ts", {
      databaseUrl,
      returns: { ...RETURNS, bounces: { ...RETURNS.bounces, mailbox: box.settings } },
    })
    try {
      await worker.answer()
      const first = await reached(db, mailing, 1)
      const [start, before] = [performance.now(), cpuOf(worker.process.pid!)]
      await reached(db, mailing, REPORTS)
      const seconds = (performance.now() - start) / 1_000
      const used = cpuOf(worker.process.pid!) - before
      report({
        bench: "mailbox",
        subject: `${REPORTS} reports of one mailing, over IMAP`,
        value: Number(seconds.toFixed(1)),
        unit: "s",
        note: `${Math.round((REPORTS - first) / seconds)} a second; ${used.toFixed(1)} s of CPU in the worker`,
      })
    } finally {
      await worker.stop()
    }
  } finally {
    await box.stop()
    await drop()
  }
}
