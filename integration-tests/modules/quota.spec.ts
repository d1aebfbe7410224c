/** The monthly quota: over the limit nothing is sent, and a race for the last places has one winner. */
import { balanceOf, fits, monthOf, OverQuotaError, reserve } from "../../src/modules/mail/quota/quota"
import { createMailTables, type ScratchDatabase } from "../support/mail-tables"

const MONTH = "2026-11"
const limits = (monthlyQuota: number | null) => ({ monthlyQuota, timezone: "Asia/Tokyo" })

let scratch: ScratchDatabase

beforeAll(async () => {
  scratch = await createMailTables()
})
afterEach(() => scratch.db.query("DELETE FROM mpmd_quota_entry"))
afterAll(() => scratch.drop())

it("is the sum over the month's mailings, used and reserved alike", async () => {
  await scratch.db.transaction((tx) => reserve(tx, limits(100), MONTH, "mling_a", 30))
  await scratch.db.transaction((tx) => reserve(tx, limits(100), MONTH, "mling_b", 20))
  await scratch.db.query("UPDATE mpmd_quota_entry SET reserved = 5, used = 25 WHERE mailing_id = 'mling_a'")
  await scratch.db.transaction((tx) => reserve(tx, limits(100), "2026-12", "mling_c", 99))

  expect(await balanceOf(scratch.db, limits(100), MONTH)).toEqual({
    month: MONTH,
    limit: 100,
    used: 25,
    reserved: 25,
    remaining: 50,
  })
})

it("refuses one mail too many with the numbers, and reserves nothing", async () => {
  await scratch.db.transaction((tx) => reserve(tx, limits(10), MONTH, "mling_a", 8))

  const attempt = scratch.db.transaction((tx) => reserve(tx, limits(10), MONTH, "mling_b", 3))

  await expect(attempt).rejects.toThrow(OverQuotaError)
  await expect(attempt).rejects.toThrow(/3 mails to send, 2 of 10 left in 2026-11 \(0 used, 8 reserved\)/)
  expect((await balanceOf(scratch.db, limits(10), MONTH)).reserved).toBe(8)
})

it("lets exactly the last place be taken", async () => {
  await scratch.db.transaction((tx) => reserve(tx, limits(10), MONTH, "mling_a", 8))
  await scratch.db.transaction((tx) => reserve(tx, limits(10), MONTH, "mling_b", 2))
  expect((await balanceOf(scratch.db, limits(10), MONTH)).remaining).toBe(0)
})

it("gives the last places to exactly one of many sends at once", async () => {
  const attempts = await Promise.allSettled(
    Array.from({ length: 6 }, (_, n) =>
      scratch.db.transaction((tx) => reserve(tx, limits(100), MONTH, `mling_${n}`, 60))
    )
  )

  expect(attempts.filter((attempt) => attempt.status === "fulfilled")).toHaveLength(1)
  expect((await balanceOf(scratch.db, limits(100), MONTH)).reserved).toBe(60)
})

it("never refuses when it is unlimited", async () => {
  await scratch.db.transaction((tx) => reserve(tx, limits(null), MONTH, "mling_a", 1_000_000))
  const balance = await balanceOf(scratch.db, limits(null), MONTH)
  expect(balance).toMatchObject({ limit: null, remaining: null, reserved: 1_000_000 })
  expect(fits(balance, 1_000_000_000)).toBe(true)
})

it("lets the month begin at midnight of the store, not of London", async () => {
  const lastSecondsInLondon = new Date("2026-11-30T15:00:00Z")
  expect(await monthOf(scratch.db, limits(1), lastSecondsInLondon)).toBe("2026-12")
  expect(await monthOf(scratch.db, { monthlyQuota: 1, timezone: "UTC" }, lastSecondsInLondon)).toBe("2026-11")
})
