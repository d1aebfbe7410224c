/** How many test mails may leave within an hour: for each mailing, for each person, and from the settings. */
import { takeTestMail, type TestMail } from "../../src/modules/mail/deliveries/test-limit"
import { parseOptions } from "../../src/modules/mail/options"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

jest.setTimeout(60_000)

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterEach(() => scratch.db.query("TRUNCATE mpmd_test_mail"))
afterAll(() => scratch.drop())

const USUAL = parseOptions({})

function take(mail: Partial<TestMail> = {}, limits = USUAL): Promise<void> {
  const whole = { mailingId: "mling_1", actorId: "user_1", ...mail }
  return scratch.db.transaction((tx) => takeTestMail(tx, limits, whole))
}

/** Test mails that left before, `minutes` ago. */
function sent(count: number, minutes: number, mail: Partial<TestMail> = {}): Promise<object[]> {
  const { mailingId, actorId } = { mailingId: "mling_1", actorId: "user_1", ...mail }
  return scratch.db.query(
    "INSERT INTO mpmd_test_mail (mailing_id, actor_id, sent_at) " +
      "SELECT $1, $2, now() - make_interval(mins => $3) FROM generate_series(1, $4)",
    [mailingId, actorId, minutes, count]
  )
}

async function kept(): Promise<number> {
  const [row] = await scratch.db.query<{ count: number }>("SELECT count(*)::int AS count FROM mpmd_test_mail")
  return row!.count
}

it("a mailing has twenty within an hour, whoever sends them, and says when the next one is possible", async () => {
  await sent(19, 30, { actorId: "user_2" })
  await take()
  const [{ at }] = (await scratch.db.query(
    "SELECT min(sent_at) + interval '1 hour' AS at FROM mpmd_test_mail"
  )) as [{ at: Date }]

  await expect(take({ actorId: "user_3" })).rejects.toMatchObject({
    type: "not_allowed",
    code: "test_limit_mailing",
    issues: [expect.objectContaining({ values: { limit: 20 } })],
    message: expect.stringContaining(at.toISOString()),
  })
  expect(await kept()).toBe(20)
  await take({ mailingId: "mling_2" })
})

it("a person has sixty within an hour over all mailings, the test mail of the settings included", async () => {
  for (const mailingId of ["mling_1", "mling_2", "mling_3"]) {
    await sent(19, 10, { mailingId })
  }
  await take({ mailingId: null })
  await take({ mailingId: null })
  await take({ mailingId: "mling_4" })
  for (const mailingId of ["mling_5", null]) {
    await expect(take({ mailingId })).rejects.toMatchObject({
      type: "not_allowed",
      code: "test_limit_person",
    })
  }
  expect(await kept()).toBe(60)
  await take({ mailingId: "mling_5", actorId: "user_2" })
})

it("whoever is not named counts as one person", async () => {
  await sent(60, 10, { mailingId: null, actorId: "" })
  await expect(take({ mailingId: null, actorId: null })).rejects.toMatchObject({ code: "test_limit_person" })
  await take({ mailingId: null })
})

it("after an hour there is room again, and what is older is forgotten", async () => {
  await sent(20, 61)
  await take()
  expect(await kept()).toBe(1)
})

it("what is not made was not taken", async () => {
  const failing = scratch.db.transaction(async (tx) => {
    await takeTestMail(tx, USUAL, { mailingId: "mling_1", actorId: "user_1" })
    throw new Error("the mail could not be made")
  })
  await expect(failing).rejects.toThrow("could not be made")
  expect(await kept()).toBe(0)
})

it("of many at the same moment as many go out as there is room for", async () => {
  const limits = parseOptions({ testMailsPerMailing: 3 })
  const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => take({}, limits)))
  expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(3)
  expect(await kept()).toBe(3)
})

it("the options say how many, and at least one", () => {
  expect(USUAL).toMatchObject({ testMailsPerMailing: 20, testMailsPerPerson: 60 })
  expect(parseOptions({ testMailsPerMailing: "5", testMailsPerPerson: 7 })).toMatchObject({
    testMailsPerMailing: 5,
    testMailsPerPerson: 7,
  })
  for (const option of ["testMailsPerMailing", "testMailsPerPerson"]) {
    expect(() => parseOptions({ [option]: 0 })).toThrow(option)
  }
})
