/** An outage that four workers meet must not ring the bell four times, and one that nobody ended must not silence it. */
import { beginOutage, endOutage, isNews, seeOutage } from "../../src/modules/mail/dispatch/outage"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await createMailTables()
}, 60_000)
afterAll(() => scratch.drop())
beforeEach(() => scratch.db.query("DELETE FROM mpmd_outage"))

/** As if nobody had looked at the server for this long. */
const pass = (time: string) =>
  scratch.db.query("UPDATE mpmd_outage SET seen_at = seen_at - $1::interval", [time])

it("is news for the first of many workers, and so is its end", async () => {
  const news = await Promise.all(Array.from({ length: 4 }, () => beginOutage(scratch.db)))
  expect(news.filter(Boolean)).toHaveLength(1)
  const ends = await Promise.all(Array.from({ length: 4 }, () => endOutage(scratch.db)))
  expect(ends.filter(Boolean)).toHaveLength(1)
  expect(await beginOutage(scratch.db)).toBe(true)
})

it("stays the same one as long as somebody sees it", async () => {
  expect(await beginOutage(scratch.db)).toBe(true)
  await pass("9 minutes")
  await seeOutage(scratch.db)
  await pass("9 minutes")
  expect(await beginOutage(scratch.db)).toBe(false)
})

it("is forgotten when whoever met it died before its end", async () => {
  expect(await beginOutage(scratch.db)).toBe(true)
  await pass("11 minutes")
  expect(await beginOutage(scratch.db)).toBe(true)
})

it("is no news of another kind: a fault of ours is told once a day, each by itself", async () => {
  expect(await beginOutage(scratch.db)).toBe(true)
  const news = await Promise.all(Array.from({ length: 4 }, () => isNews(scratch.db, "fault:relaying")))
  expect(news.filter(Boolean)).toHaveLength(1)
  expect(await isNews(scratch.db, "fault:limit")).toBe(true)
  await pass("23 hours")
  expect(await isNews(scratch.db, "fault:relaying")).toBe(false)
  await pass("2 hours")
  expect(await isNews(scratch.db, "fault:relaying")).toBe(true)
})
