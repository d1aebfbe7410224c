/** A prepared mailing of the benchmark's mail, and how far it has come. */
import { setTimeout as pause } from "node:timers/promises"

import { countersOf, seedMailing } from "../integration-tests/support/mailings"
import { storeContent } from "../src/modules/mail/content/store"
import type { Database } from "../src/modules/mail/sql/database"
import { SNAPSHOT } from "./mail"

/** Between two looks: rare enough to cost nothing, short against a run. Milliseconds. */
const LOOK_EVERY = 50

/** The same variables as `variablesOf` in mail.ts makes. */
const VARIABLES = `
  UPDATE mpmd_delivery
     SET recipient_name = 'Hanako Yamada ' || position,
         variables = jsonb_build_object('member', jsonb_build_object('name', 'Hanako Yamada ' || position,
           'first_name', 'Hanako', 'last_name', 'Yamada ' || position, 'company_name', 'Example Trading & Co',
           'email', email))
   WHERE mailing_id = $1`

/** A mailing that waits to be started. @returns its id. */
export async function seedBench(db: Database, recipients: number): Promise<string> {
  const contentId = await storeContent(db, SNAPSHOT, {})
  const mailing = await seedMailing(db, { id: newId(), recipients, contentId, state: "paused" })
  await db.query(VARIABLES, [mailing])
  // As autovacuum leaves them in a store; the update above wrote each row twice.
  await db.query("VACUUM ANALYZE mpmd_delivery")
  await db.query("VACUUM ANALYZE mpmd_member")
  // Else its writes fall into the measured time, now and then.
  await db.query("CHECKPOINT")
  return mailing
}

let counter = 0
const newId = () => `mling_bench${(counter += 1)}_${process.pid}`

export async function startMailing(db: Database, mailing: string): Promise<void> {
  await db.query("UPDATE mpmd_mailing SET state = 'sending' WHERE id = $1", [mailing])
}

/**
 * Waits for the last outcome, telling at each look how many were sent.
 *
 * @returns how many were sent: all of them.
 * @throws Error if anything but sending became of a mail.
 */
export async function nothingPending(
  db: Database,
  mailing: string,
  onLook: (sent: number) => void = () => undefined
): Promise<number> {
  for (;;) {
    const { total, pending, sent } = await countersOf(db, mailing)
    onLook(sent)
    if (!pending) {
      if (sent < total) {
        throw new Error(`Only ${sent} of ${total} mails were sent`)
      }
      return sent
    }
    await pause(LOOK_EVERY)
  }
}
