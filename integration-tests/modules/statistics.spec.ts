/** What Postgres knows of many deliveries that were made at once: it plans by that from the first mail on. */
import { renewStatistics } from "../../src/modules/mail/deliveries/statistics"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"

let scratch: ScratchDatabase
beforeEach(async () => {
  scratch = await createMailTables()
})
afterEach(() => scratch.drop())

async function known(): Promise<number> {
  const [row] = await scratch.db.query<{ rows: number }>(
    "SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'mpmd_delivery'"
  )
  return row!.rows
}

it("of a large mailing is gathered at once, of a small one when Postgres finds the time", async () => {
  await renewStatistics(scratch.db, await seedMailing(scratch.db, { recipients: 10 }))
  expect(await known()).toBeLessThan(10)

  await renewStatistics(scratch.db, await seedMailing(scratch.db, { recipients: 1_000 }))
  expect(await known()).toBe(1_010)
})

it("is no reason to fail where somebody else is at it", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 1_000 })
  await scratch.db.transaction(async (tx) => {
    await tx.query("LOCK TABLE mpmd_delivery IN SHARE UPDATE EXCLUSIVE MODE")
    await renewStatistics(scratch.db, mailing)
  })
  await renewStatistics(scratch.db, mailing)
  expect(await known()).toBe(1_000)
})
