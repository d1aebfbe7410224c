/** The tables of a store for the stories of one file, each of which finds them empty. Call it at the top of the file. */
import type { Database } from "../../src/modules/mail/sql/database"
import type { ScratchDatabase } from "./database"
import { emptyStore } from "./factories"
import { createStoreTables, MIGRATING } from "./store-tables"

export function storeOfStories(): { readonly db: Database } {
  let scratch: ScratchDatabase
  beforeAll(async () => {
    scratch = await createStoreTables()
  }, MIGRATING)
  afterEach(() => emptyStore(scratch.db))
  afterAll(() => scratch.drop())
  return {
    get db() {
      return scratch.db
    },
  }
}
