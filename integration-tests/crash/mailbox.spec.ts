/** Whoever reads the mailbox may be killed at any moment: each report counts once, none is lost, and letters stay. */
import { entityId } from "../../src/modules/mail/formats/entity-id"
import { type Dovecot, findDovecot, startDovecot } from "../support/dovecot"
import { startWorkerProcess, until } from "../support/engine"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"
import { countersOf, seedMailing } from "../support/mailings"
import { letter, reportTo, returnPathFor } from "../support/returned"
import { standingUntil } from "../support/standing"

jest.setTimeout(300_000)

const program = findDovecot()
const REPORTS = 400
const LETTERS = 20
const returns = { secret: "only-for-these-stories", bounces: { address: "bounce@shop.test" } }

let scratch: ScratchDatabase
let box: Dovecot
const standing = standingUntil(afterAll)

const told = program ? it : it.skip

beforeAll(async () => {
  if (program) {
    scratch = standing.add(await createMailTables(), (database) => database.drop())
    box = standing.add(await startDovecot(program), (server) => server.stop())
  }
}, 60_000)

told("a mailbox is read once, whenever its reader is killed", async () => {
  const mailing = await seedMailing(scratch.db, { recipients: REPORTS, state: "completed" })
  const rows = await scratch.db.query<{ id: string }>(
    "UPDATE mpmd_delivery SET id = $2 || '_' || lpad(position::text, 9, '0'), state = 'sent', attempt = 1, sent_at = now() " +
      "WHERE mailing_id = $1 RETURNING id",
    [mailing, entityId("mdlv")]
  )
  await scratch.db.query("UPDATE mpmd_mailing SET pending = 0, sent = total WHERE id = $1", [mailing])
  rows.forEach(({ id }, index) => {
    box.deliver(reportTo(returnPathFor(returns, id), id))
    if (index % (REPORTS / LETTERS) === 0) {
      box.deliver(letter("bounce@shop.test"))
    }
  })
  const mailbox = { ...box.settings, pollSeconds: 1 }
  const options = { ...returns, bounces: { ...returns.bounces, mailbox } }
  const start = async () =>
    standing.add(await startWorkerProcess(scratch.url, "", options), (worker) => worker.kill())
  const bounced = async () => (await countersOf(scratch.db, mailing)).bounced

  // Each time it has come a bit further: in the middle of recording, before and while reports are moved.
  let kills = 0
  for (const further of [1, 60, 130, 250, REPORTS]) {
    const worker = await start()
    await until(`${further} came back`, async () => (await bounced()) >= further)
    await worker.kill()
    kills += 1
  }
  expect(kills).toBe(5)
  const worker = await start()
  await until("all reports were moved", () => box.messages("Processed").length === REPORTS)
  expect(await bounced()).toBe(REPORTS)
  const [{ returned } = { returned: 0 }] = await scratch.db.query<{ returned: number }>(
    "SELECT count(*)::int AS returned FROM mpmd_return"
  )
  expect(returned).toBe(REPORTS)
  expect(box.messages()).toHaveLength(LETTERS)
  expect(await worker.terminate()).toBe(0)
})
