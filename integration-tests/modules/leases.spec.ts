/** Leases: what a dispatcher holds stays its own as long as it gives signs of life. */
import { claimRange, renewLeases } from "../../src/modules/mail/deliveries/claim"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"

const HOLDER = { id: "disp_test", leaseSeconds: 60 }
const LONGER = { ...HOLDER, leaseSeconds: 600 }

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterAll(() => scratch.drop())

it("are prolonged without waiting for a row that another statement has locked; its turn comes", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: 3 })
  const claimed = await claimRange(scratch.db, HOLDER, mailing, 3)
  const ids = claimed.map(({ id }) => id)
  const prolonged = async () => {
    const rows = await scratch.db.query<{ id: string }>(
      "SELECT id FROM mpmd_delivery WHERE id = ANY($1) AND lease_until > now() + interval '5 minutes'",
      [ids]
    )
    return rows.map(({ id }) => id)
  }

  await scratch.db.transaction(async (outcomes) => {
    await outcomes.query("SELECT id FROM mpmd_delivery WHERE id = $1 FOR UPDATE", [ids[1]])
    await renewLeases(scratch.db, LONGER, ids)
  })
  expect((await prolonged()).sort()).toEqual([ids[0], ids[2]].sort())

  await renewLeases(scratch.db, LONGER, ids)
  expect(await prolonged()).toHaveLength(3)
})
