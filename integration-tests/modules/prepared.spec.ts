/** Statements of the sending thread that Postgres plans once for each connection; and what a pooler between makes of them. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"

import { openPool } from "../../src/modules/mail/sending/connections"
import { prepared } from "../../src/modules/mail/sql/prepared"
import { createScratchDatabase, type ScratchDatabase } from "../support/database"
import { findPgbouncer, startPgbouncer } from "../support/pgbouncer"

const ASKED = prepared("SELECT $1::int AS n, pg_sleep(0.002)::text AS slept")
const PREPARED = "SELECT statement FROM pg_prepared_statements WHERE name LIKE 'mpmd\\_%'"

let scratch: ScratchDatabase
let cleanUps: (() => Promise<unknown>)[]
beforeEach(async () => {
  scratch = await createScratchDatabase()
  cleanUps = []
})
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) {
    await cleanUp()
  }
  await scratch.drop()
})

function open(connectionString: string) {
  const { db, close } = openPool({ connection: { connectionString }, searchPath: undefined }, () => undefined)
  cleanUps.push(close)
  return db
}

it("one that is registered is prepared, once for each connection, and others are not", async () => {
  const db = open(scratch.url)
  const rows = await db.transaction(async (tx) => {
    await tx.query(ASKED, [1])
    await tx.query(ASKED, [2])
    await tx.query("SELECT $1::int AS other", [3])
    return tx.query<{ statement: string }>(PREPARED)
  })
  expect(rows).toEqual([{ statement: ASKED }])
})

const pgbouncer = findPgbouncer()
if (!pgbouncer && process.env.CI) {
  throw new Error("The story of a pooler needs pgbouncer, and it is not installed")
}
if (!pgbouncer) {
  console.warn("Skipped: the story of a pooler needs pgbouncer, and it is not installed")
}

;(pgbouncer ? it : it.skip)(
  "behind a pooler that swaps connections they are given up, and every statement is answered rightly",
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "mail-pooler-"))
    const pooler = await startPgbouncer(pgbouncer!, folder, scratch.url)
    cleanUps.push(async () => {
      await pooler.stop()
      rmSync(folder, { recursive: true })
    })
    const workers = [1, 2].map(() => open(pooler.url(scratch.url)))

    const numbers = Array.from({ length: 200 }, (_, n) => n)
    const answers = await Promise.all(
      numbers.map(async (n) => (await workers[n % 2]!.query<{ n: number }>(ASKED, [n]))[0]!.n)
    )

    expect(answers).toEqual(numbers)
  }
)
