/**
 * How many clicks it takes from a list or a page to a mail that is sent, for somebody who writes as they did the last time.
 * Ticks and typing are not counted.
 */
import type { Locator, Page } from "playwright-core"
import PostalMime from "postal-mime"

import { type AdminWindow, BOOT, openAdmin, storyOf, withShop } from "../support/browser"
import { chosenTemplate, pickTemplate } from "../support/template-choice"

const MEMBER_TEMPLATE = "秋の新作 Autumn news"
const ORDER_TEMPLATE = "ご注文の確認 Your order"

const place = withShop()
let admin: AdminWindow
let page: Page
let clicks = 0

beforeAll(async () => {
  admin = await openAdmin(place)
  page = admin.page
  await place.shop.api.post("/settings", { grace_seconds: 0 })
}, BOOT)
beforeEach(() => {
  clicks = 0
  place.shop.smtp.reset()
})

const step = storyOf("shorter-ways", () => admin)
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true })
const chosen = (name: string) => chosenTemplate(page, name)

async function click(target: Locator): Promise<void> {
  clicks += 1
  await target.click()
}

/** The step of confirmation is the question: after Send there is no other. */
async function send(): Promise<void> {
  await click(button("Review"))
  await page.locator("button:enabled", { hasText: /^Send$/ }).waitFor()
  await click(button("Send"))
  await page.waitForURL(/mail-delivery\/mailings\//)
  await page.getByText("All mails have been sent.").waitFor()
}

async function subjects(): Promise<string[]> {
  const mails = place.shop.smtp.received.map(({ bytes }) => PostalMime.parse(bytes))
  return (await Promise.all(mails)).map(({ subject = "" }) => subject)
}

async function openForHanako(): Promise<void> {
  await admin.open("/customers?q=hanako.yamada@")
  await click(button("Send mail to all found (1 can get it)"))
  await click(button("Continue"))
}

describe("from the customer list", () => {
  step("the first mail begins without a template, and one is picked", async () => {
    await openForHanako()
    await chosen("Choose a template").waitFor()
    await pickTemplate(page, MEMBER_TEMPLATE)
    await send()
  })

  step("the next one has it already: four clicks to a mail that is sent", async () => {
    await openForHanako()
    await chosen(MEMBER_TEMPLATE).waitFor()
    await page.getByText("The last mail of this kind was written with it.").waitFor()
    await send()
    expect(await subjects()).toHaveLength(1)
    expect(clicks).toBeLessThanOrEqual(4)
  })

  step(
    "the template is given up for none without a question, and with one when something was written",
    async () => {
      await openForHanako()
      await pickTemplate(page, "No template")
      await page.locator("#subject:is([value=''])").waitFor()
      expect(await page.getByRole("alertdialog").count()).toBe(0)
      await chosen("Choose a template").waitFor()

      await pickTemplate(page, MEMBER_TEMPLATE)
      await chosen(MEMBER_TEMPLATE).waitFor()
      await page.locator("#subject").fill("By hand")
      await pickTemplate(page, "No template")
      await page.getByRole("alertdialog").getByRole("button", { name: "Cancel" }).click()
      expect(await page.locator("#subject").inputValue()).toBe("By hand")
      await chosen(MEMBER_TEMPLATE).waitFor()
      await page.getByText("Draft saved").waitFor()
    }
  )
})

describe("from the customer's page", () => {
  step("a mail to this one is begun with what is to be written", async () => {
    const { members } = await place.shop.api.get<{ members: { customer_id: string; email: string }[] }>(
      "/members?consent=opted_in&invalid=false&limit=1"
    )
    await admin.open(`/customers/${members[0]!.customer_id}`)
    await click(page.getByTestId("customer-mail").getByRole("button", { name: "Send mail" }))
    await chosen(MEMBER_TEMPLATE).waitFor()
    await send()
    expect(place.shop.smtp.received.map(({ to }) => to)).toEqual([[members[0]!.email]])
    expect(clicks).toBeLessThanOrEqual(3)
  })
})

describe("from the list of orders", () => {
  const begin = async () => {
    await admin.open("/orders")
    await click(page.getByRole("link", { name: "Choose orders to write to" }))
    await page.locator("tbody tr").nth(1).getByRole("checkbox").waitFor()
    for (const row of [0, 1]) {
      await page.locator("tbody tr").nth(row).getByRole("checkbox").click()
    }
    await click(button(/^Send mail/))
  }

  step("the first mail picks its template: that of members is not for orders", async () => {
    await begin()
    await chosen("Choose a template").waitFor()
    await pickTemplate(page, ORDER_TEMPLATE)
    await send()
  })

  step("the next is sent with four clicks and the ticks", async () => {
    await begin()
    await chosen(ORDER_TEMPLATE).waitFor()
    await send()
    expect(await subjects()).toHaveLength(2)
    expect(clicks).toBeLessThanOrEqual(4)
  })

  step("each row shows what it comes to and leads to its order", async () => {
    await admin.open("/mail-delivery-orders")
    const row = page.locator("tbody tr").first()
    await row.getByText(/^(¥|￥|\$|JP¥|US\$|€)\s?[\d,.]+$/).waitFor()
    const number = (await row.getByText(/^#\d+$/).innerText()).trim()
    await row.getByText(number, { exact: true }).click()
    await page.waitForURL(/orders\/order_/)
    await page.getByRole("heading", { name: number }).first().waitFor()
  })
})

describe("from the order's page", () => {
  step("three clicks", async () => {
    await click(page.getByTestId("order-mail").getByRole("button", { name: "Send mail" }))
    await chosen(ORDER_TEMPLATE).waitFor()
    await send()
    expect(await subjects()).toHaveLength(1)
    expect(clicks).toBeLessThanOrEqual(3)
  })
})

describe("from the draft order's page", () => {
  step("a quote is written about, and its mail stands on its page", async () => {
    await admin.open("/mail-delivery-orders?source=draft_order")
    const row = page.locator("tbody tr").first()
    await row.getByText(/^#\d+$/).click()
    await page.waitForURL(/draft-orders\/order_/)
    const draft = page.url()
    const mail = page.getByTestId("order-mail")
    await mail.getByText("No mail has been sent about this quote yet.").waitFor()
    await mail.getByRole("button", { name: "Send mail" }).click()
    await pickTemplate(page, ORDER_TEMPLATE)
    await send()
    await page.goto(draft)
    await mail.getByRole("button", { name: /Order mail/ }).waitFor()
    await admin.close()
  })
})
