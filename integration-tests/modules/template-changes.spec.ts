/** Two people at the same template. */
import { createTemplate, getTemplate, updateTemplate } from "../../src/modules/mail/templates/templates"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterAll(() => scratch.drop())

it("change different things of it at the same moment, and both changes stay", async () => {
  const { db } = scratch
  const { id } = await createTemplate(db, {
    kind: "single",
    name: "Hello",
    subject: "Hi",
    body: "old",
    key: "hello",
  })
  for (let turn = 0; turn < 10; turn += 1) {
    await updateTemplate(db, id, { enabled: true, body: "old" })
    await Promise.all([updateTemplate(db, id, { enabled: false }), updateTemplate(db, id, { body: "new" })])
    expect(await getTemplate(db, id)).toMatchObject({ enabled: false, body: "new" })
  }
})

it("a change that is refused leaves it free for the next", async () => {
  const { db } = scratch
  const { id } = await createTemplate(db, { kind: "single", name: "Bye", subject: "Bye", body: "old" })
  await expect(updateTemplate(db, id, { key: "hello" })).rejects.toMatchObject({ type: "conflict" })
  await expect(updateTemplate(db, id, { body: "{{" })).rejects.toMatchObject({ type: "invalid_data" })
  expect(await updateTemplate(db, id, { body: "new" })).toMatchObject({ key: null, body: "new" })
})

it("what would come of two changes is checked as a whole", async () => {
  const { db } = scratch
  const { id } = await createTemplate(db, {
    kind: "single",
    name: "One",
    subject: "One",
    body: "<p>old</p>",
    format: "html",
  })
  const answers = await Promise.allSettled([
    updateTemplate(db, id, { body: "<p>{{ order.total | safe_url }}</p>" }),
    updateTemplate(db, id, { subject: "Two" }),
    updateTemplate(db, id, { preheader: "Three" }),
  ])
  expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled"])
  expect(await getTemplate(db, id)).toMatchObject({
    subject: "Two",
    preheader: "Three",
    body: expect.stringContaining("total"),
  })
})
