/** Two people at the same template. */
import {
  createTemplate,
  getTemplate,
  type TemplateInput,
  updateTemplate,
} from "../../src/modules/mail/templates/templates"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterAll(() => scratch.drop())

async function aTemplate(given: Partial<TemplateInput> = {}): Promise<string> {
  const words = { name: "Hello", subject: "Hi", body: "old", ...given }
  return (await createTemplate(scratch.db, { kind: "single", ...words } as TemplateInput)).id
}

const change = (id: string, changes: Parameters<typeof updateTemplate>[2]) =>
  updateTemplate(scratch.db, id, changes)

it("change different things of it at the same moment, and both changes stay", async () => {
  const id = await aTemplate()
  for (let turn = 0; turn < 10; turn += 1) {
    await change(id, { enabled: true, body: "old" })
    await Promise.all([change(id, { enabled: false }), change(id, { body: "new" })])
    expect(await getTemplate(scratch.db, id)).toMatchObject({ enabled: false, body: "new" })
  }
})

it("a change that is refused leaves it as it was, and free for the next", async () => {
  await aTemplate({ key: "hello" })
  const id = await aTemplate()
  await expect(change(id, { key: "hello" })).rejects.toMatchObject({ type: "conflict" })
  await expect(change(id, { body: "{{" })).rejects.toMatchObject({ type: "invalid_data" })
  expect(await change(id, { body: "new" })).toMatchObject({ key: null, body: "new" })
})

it("two changes that are right, each by itself, and cannot be sent together: the later one is refused", async () => {
  const id = await aTemplate({ format: "text" })
  const answers = await Promise.allSettled([
    // In HTML its place wants a filter, in a text it is a link like any other.
    change(id, { body: '<a href="{{ link }}">here</a>' }),
    change(id, { format: "html" }),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
  const refused = answers.find((answer) => answer.status === "rejected")
  expect(refused!.reason).toMatchObject({ type: "invalid_data", issues: [{ code: "unsafe_url" }] })
})
