/** Whose turn it is: nobody who waits for a mail waits for mail that nobody waits for. */
import type { ClaimedDelivery } from "../../src/modules/mail/deliveries/claim"
import { Lanes, openWork } from "../../src/modules/mail/deliveries/lanes"
import { insertSeparateDelivery } from "../../src/modules/mail/deliveries/single"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { seedMailing } from "../support/mailings"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterAll(() => scratch.drop())

const loose = (kind: "single" | "copy" | "test", to: string, awaited = false) =>
  insertSeparateDelivery(scratch.db, {
    kind,
    contentId: "mcont_1",
    dedupeKey: to,
    to,
    variables: {},
    awaited,
  })

const whatOf = ({ kind, mailing_id, email }: ClaimedDelivery) =>
  mailing_id ? `${kind} ${mailing_id}` : email

it("what a person waits for, what a customer waits for, order mailings, member mailings in turn, copies last", async () => {
  // The other way round, so that no age decides.
  await loose("copy", "copy")
  await seedMailing(scratch.db, { id: "a", recipients: 3 })
  await seedMailing(scratch.db, { id: "b", recipients: 2 })
  await seedMailing(scratch.db, { id: "c", recipients: 1 })
  await seedMailing(scratch.db, { id: "d", recipients: 2, kind: "order" })
  await loose("single", "confirmation")
  await loose("test", "sample")
  await loose("single", "new password", true)

  const lanes = new Lanes(scratch.db, { id: "disp_1", leaseSeconds: 60 })
  const turns: string[] = []
  const takeOne = async () => {
    const [claimed] = await lanes.claim(await openWork(scratch.db), 1)
    return claimed && turns.push(whatOf(claimed))
  }
  for (let turn = 0; turn < 7; turn += 1) {
    await takeOne()
  }
  expect(turns).toEqual([
    "sample",
    "new password",
    "confirmation",
    "order d",
    "order d",
    "member a",
    "member b",
  ])

  // In the middle of them somebody orders, and somebody forgets a password.
  await loose("single", "another confirmation")
  await loose("single", "another password", true)
  while (await takeOne());
  expect(turns.slice(7)).toEqual([
    "another password",
    "another confirmation",
    "member c",
    "member a",
    "member b",
    "member a",
    "copy",
  ])
})

it("towards its end workers share what is left of a mailing, so that they are done with it together", async () => {
  await seedMailing(scratch.db, { id: "shared", recipients: 4_000 })
  const workers = [1, 2].map((n) => new Lanes(scratch.db, { id: `disp_${n}`, leaseSeconds: 60 }))
  const sizes: number[] = []
  for (let turn = 0; sizes.at(-1) !== 0; turn += 1) {
    const claimed = await workers[turn % 2]!.claim(await openWork(scratch.db), 3_000)
    sizes.push(claimed.length)
  }
  expect(sizes).toEqual([1_000, 750, 563, 422, 317, 250, 250, 250, 198, 0])
})

it("and never takes more than it was asked for", async () => {
  await seedMailing(scratch.db, { id: "slow", recipients: 4_000 })
  const lanes = new Lanes(scratch.db, { id: "disp_1", leaseSeconds: 60 })
  expect(await lanes.claim(await openWork(scratch.db), 100)).toHaveLength(100)
})
