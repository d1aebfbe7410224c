/** Whom a mailing is for, by conditions that the toolbar has no room for: chosen at the list, named by the mailing. */
import type { Page } from "playwright-core"

import { type AdminWindow, BOOT, openAdmin, storyOf, withShop } from "../support/browser"
import { standingUntil } from "../support/standing"
import { pickTemplate } from "../support/template-choice"

const place = withShop()
let admin: AdminWindow
let page: Page

const standing = standingUntil(afterAll)
beforeAll(async () => {
  place.shop.smtp.reset()
  admin = standing.add(await openAdmin(place), (one) => one.close())
  page = admin.page
}, BOOT)

const button = (name: string) => page.getByRole("button", { name, exact: true })
/** Below its field; the list of options, which has the same words, may be closed. */
const chosenProduct = () =>
  page.locator("#filter-products-hint").filter({ hasText: "煎茶 Sencha from Shizuoka" })

async function pick(field: string, word: string, option: RegExp): Promise<void> {
  const box = page.getByRole("combobox", { name: field, exact: true })
  await box.click()
  await box.pressSequentially(word)
  await page.getByRole("option", { name: option }).first().click()
}

describe("a mailing to those who bought something and like it", () => {
  const step = storyOf("filters", () => admin)

  step("begins at the list of members, with a product and a field of the shop's own", async () => {
    await admin.open("/mail-delivery-members?consent=opted_in")
    await button("More filters").click()
    const drawer = page.getByRole("dialog")
    await pick("Bought a product", "Sencha", /煎茶 Sencha/)
    await chosenProduct().waitFor()
    await page.keyboard.press("Tab")
    await pick("Field 1", "pref", /^prefers$/)
    await drawer.getByLabel("Value 1").fill("tea")
    await drawer.getByRole("button", { name: "Show members" }).click()
    const conditions = page.getByTestId("more-conditions")
    await conditions.filter({ hasText: "煎茶 Sencha from Shizuoka" }).waitFor()
    await conditions.filter({ hasText: "prefers: tea" }).waitFor()
  })

  step("keeps them when the page is loaded anew", async () => {
    await page.reload()
    await page.getByTestId("more-conditions").filter({ hasText: "煎茶 Sencha from Shizuoka" }).waitFor()
    await page.locator("tbody tr").first().waitFor()
  })

  step("takes them into the composer, whose fields show them", async () => {
    await page.getByRole("button", { name: /Send mail to all found/ }).click()
    await page.getByLabel("Value 1").waitFor()
    expect(await page.getByLabel("Value 1").inputValue()).toBe("tea")
    await chosenProduct().waitFor()
    await page.getByTestId("sendable").waitFor()
  })

  step("is sent, and says afterwards whom it was for", async () => {
    await button("Continue").click()
    await pickTemplate(page, "秋の新作 Autumn news")
    await button("Review").click()
    await button("Send").click()
    await page.waitForURL(/mail-delivery\/mailings\//)
    await page.getByText("Bought: 煎茶 Sencha from Shizuoka").waitFor()
    await page.getByText("prefers: tea").waitFor()
  })
})
