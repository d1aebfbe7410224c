/** What Postgres has against a caller's data is told as theirs, by the name of the field, and changes nothing. */
import { forCallers } from "../../src/modules/mail/sql/callers-faults"
import type { Database } from "../../src/modules/mail/sql/database"
import { createTemplate, listTemplates } from "../../src/modules/mail/templates/templates"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

jest.setTimeout(60_000)

let scratch: ScratchDatabase
let db: Database

beforeAll(async () => {
  scratch = await createMailTables()
  db = forCallers(scratch.db)
})
afterAll(() => scratch.drop())

const template = (changes: object = {}) =>
  createTemplate(db, { name: "News", kind: "member", subject: "News", body: "Hello", ...changes })
const count = async () => (await listTemplates(scratch.db, { limit: 50, offset: 0 })).count
const SAY = "UPDATE mpmd_template SET"

it.each([
  ["22007", "created_at", `${SAY} created_at = $2 WHERE id = $1`, ["mtpl_1", "soon"]],
  ["22008", "updated_at", "SELECT id FROM mpmd_template WHERE updated_at >= $1::timestamptz", ["2026-02-30"]],
  ["22003", "total", "UPDATE mpmd_mailing SET total = $1", ["99999999999"]],
  ["22P02", "content", "UPDATE mpmd_mailing SET content = $1::jsonb", ["{"]],
  ["22021", "subject", "INSERT INTO mpmd_template (id, subject) VALUES ($1, $2)", ["mtpl_1", "a\0b"]],
  ["22P05", "audience", "UPDATE mpmd_mailing SET audience = $1::jsonb", ['{"q": "\\u0000"}']],
])("%s names %s", async (code, field, text, values) => {
  await expect(scratch.db.query(text, values)).rejects.toMatchObject({ code })
  await expect(db.query(text, values)).rejects.toMatchObject({
    type: "invalid_data",
    message: expect.stringMatching(new RegExp(`^${field}: cannot be kept or compared`)),
    issues: [{ field, code: "invalid_input" }],
  })
})

it("a text that no column takes is refused by its field, in a transaction too, and nothing is kept", async () => {
  await scratch.db.query("ALTER TABLE mpmd_template ALTER COLUMN name TYPE varchar(8)")
  const before = await count()
  const attempts = [
    () => template({ name: "A name that is too long" }),
    () =>
      db.transaction(async (tx) => {
        await createTemplate(tx, { name: "Short", kind: "member", subject: "News", body: "Hello" })
        await createTemplate(tx, {
          name: "A name that is too long",
          kind: "member",
          subject: "News",
          body: "Hello",
        })
      }),
  ]
  for (const attempt of attempts) {
    await expect(attempt()).rejects.toMatchObject({
      type: "invalid_data",
      message: expect.stringMatching(/^name: /),
    })
  }
  expect(await count()).toBe(before)
  await scratch.db.query("ALTER TABLE mpmd_template ALTER COLUMN name TYPE text")
})

it("an index that cannot hold a value is the caller's too; what is not about data stays what it is", async () => {
  await scratch.db.query("CREATE INDEX narrow ON mpmd_template (subject)")
  // Nothing that could be packed.
  const subject = Array.from({ length: 1_000 }, (_, n) =>
    String.fromCharCode(0x4e00 + ((n * 7919) % 20_000))
  ).join("")
  await expect(template({ subject })).rejects.toMatchObject({ type: "invalid_data" })
  await scratch.db.query("DROP INDEX narrow")

  const { id } = await template()
  const again =
    "INSERT INTO mpmd_template (id, name, kind, subject, format, locale) VALUES ($1, 'N', 'member', 'S', 'text', 'en')"
  await expect(db.query(again, [id])).rejects.toMatchObject({ code: "23505" })
})
