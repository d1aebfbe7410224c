/** What becomes of the store's own connections when a statement of ours gets no answer. */
import { knex } from "@medusajs/framework/mikro-orm/knex"

import { databaseFromKnex } from "../../src/modules/mail/database"
import { createScratchDatabase, type ScratchDatabase } from "../support/database"

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
