/** What becomes of connections when a statement of ours gets no answer, or they end. */
import { knex } from "@medusajs/framework/mikro-orm/knex"

import { openPool } from "../../src/modules/mail/sending/connections"
import { databaseFromKnex } from "../../src/modules/mail/sql/database"
import { createScratchDatabase, type ScratchDatabase } from "../support/database"
import { until } from "../support/engine"

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createScratchDatabase()
  await scratch.db.query("CREATE TABLE told (word text)")
}, 60_000)
afterAll(() => scratch.drop())

it("a connection whose statement was given up is not used again in the middle of its transaction", async () => {
  const quiet = { warn: () => undefined }
  const pool = knex({ client: "pg", connection: scratch.url, pool: { min: 0, max: 1 }, log: quiet })
  const db = databaseFromKnex(pool)
  const attempt = db.transaction(async (tx) => {
    await tx.query("INSERT INTO told VALUES ('given up')")
    await tx.query("SELECT pg_sleep(60)", [], 50)
  })
  await expect(attempt).rejects.toThrow("timeout")

  await db.query("INSERT INTO told VALUES ('next')")
  expect(await scratch.db.query("SELECT word FROM told")).toEqual([{ word: "next" }])
  await pool.destroy()
})

it("a connection that is ended in the middle of a transaction is told by its statement, and ends nothing else", async () => {
  const { db, close } = openPool(
    { connection: { connectionString: scratch.url }, searchPath: undefined },
    () => undefined
  )
  const attempt = db.transaction(async (tx) => {
    const [mine] = await tx.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")
    await scratch.db.query("SELECT pg_terminate_backend($1)", [mine!.pid])
    await until("it is gone", async () => {
      const found = await scratch.db.query("SELECT 1 FROM pg_stat_activity WHERE pid = $1", [mine!.pid])
      return !found.length
    })
    await tx.query("INSERT INTO told VALUES ('lost')")
  })
  await expect(attempt).rejects.toThrow()

  await db.query("INSERT INTO told VALUES ('over a new one')")
  expect(await scratch.db.query("SELECT word FROM told WHERE word <> 'next'")).toEqual([
    { word: "over a new one" },
  ])
  await close()
})
