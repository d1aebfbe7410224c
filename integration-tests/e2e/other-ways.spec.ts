/** The composer in Japanese from start to end, once with the keyboard alone; templates and settings. */
import type { Page } from "playwright-core"

import {
  type AdminWindow,
  type AdminWindowOptions,
  BOOT,
  held,
  openAdmin,
  storyOf,
  withShop,
} from "../support/browser"
import { standingUntil } from "../support/standing"
import { pickTemplate } from "../support/template-choice"

const place = withShop()
let admin: AdminWindow
let page: Page

/** Sits down at a admin of its own for the stories of one `describe`. */
function seated(options: AdminWindowOptions = {}): void {
  const standing = standingUntil(afterAll)
  beforeAll(async () => {
    place.shop.smtp.reset()
    admin = standing.add(await openAdmin(place, options), (one) => one.close())
    page = admin.page
  }, BOOT)
}

/** The page of the mailing that a story goes on with. */
let mailing: string

const button = (name: string) => page.getByRole("button", { name, exact: true })

describe("会員へのメールを日本語の画面で", () => {
  const step = storyOf("japanese", () => admin)
  seated({ language: "ja" })

  step("会員一覧の検索結果すべてを宛先にする", async () => {
    await admin.open("/mail-delivery-members?q=yamada&consent=opted_in")
    await page.getByRole("button", { name: /検索結果すべてに送信/ }).click()
    await page
      .getByTestId("sendable")
      .filter({ hasText: /送信件数：\d+件/ })
      .waitFor()
    await page.getByText("今月").first().waitFor()
  })

  step("テンプレートから書き、自分に試し、送る", async () => {
    await button("次へ進む").click()
    await pickTemplate(page, "秋の新作 Autumn news")
    await page
      .getByTestId("mail-subject")
      .filter({ hasText: /秋の新作|autumn/ })
      .waitFor()
    await button("確認画面へ").click()
    await button("テスト送信").click()
    await place.shop.smtp.waitFor(() => place.shop.smtp.received.length === 1, 20_000)
    place.shop.smtp.reset()
    await button("送信").click()
    await page.getByText("メール送信を完了いたしました。").waitFor()
    expect(place.shop.smtp.received.length).toBeGreaterThan(0)
    expect(await page.getByTestId("count-sent").innerText()).toBe(String(place.shop.smtp.received.length))
  })

  step("送れなかった宛先を確認し、無効フラグを付ける", async () => {
    const [{ to }] = place.shop.smtp.received
    place.shop.smtp.reset()
    place.shop.smtp.script({ at: "rcpt", to: to[0]!, reply: "550 5.1.1 No such user here" })
    await page.getByRole("button", { name: "その他の操作" }).click()
    await page.getByRole("menuitem", { name: "複製して新規作成" }).click()
    await button("次へ進む").click()
    await button("確認画面へ").click()
    await button("送信").click()
    await page.getByText("1通を送信できませんでした", { exact: true }).waitFor()
    await button("更新").click()
    await page
      .getByText(/1件のアドレスに無効フラグを付けました/)
      .first()
      .waitFor()
  })

  step("一覧から会員を開き、理由とメールを確かめ、アドレスを修正する", async () => {
    mailing = page.url()
    await page.getByTestId("failures").getByRole("listitem").getByRole("link").first().click()
    const mail = page.getByTestId("customer-mail")
    await mail.getByTestId("flag").getByText("550 5.1.1 No such user here").waitFor()
    await mail.getByTestId("flag").getByRole("link").waitFor()
    await mail
      .getByText(/秋の新作|autumn/)
      .nth(1)
      .waitFor()
    await button("アドレスを修正").click()
    await page.getByRole("dialog").locator("#email").fill("corrected@example.jp")
    await page.getByRole("dialog").getByRole("button", { name: "保存", exact: true }).click()
    await page.getByText("アドレスを修正しました").first().waitFor()
  })

  step("失敗分の再送は、何通がどこへ届くかを示してから、修正後のアドレスに送る", async () => {
    place.shop.smtp.reset()
    await page.goto(mailing)
    await button("失敗分を再送").click()
    const question = page.getByRole("alertdialog")
    await question.getByText("1通を再送します", { exact: true }).waitFor()
    await question.getByText(/ → corrected@example\.jp$/).waitFor()
    await question.getByRole("button", { name: "失敗分を再送" }).click()
    await place.shop.smtp.waitFor(() => place.shop.smtp.received.length === 1, 20_000)
    expect(place.shop.smtp.received[0]!.to).toEqual(["corrected@example.jp"])
  })
})

interface Found {
  members: { customer_id: string; email: string; has_account: boolean }[]
}

describe("a customer's consents and address", () => {
  const step = storyOf("customer", () => admin)
  seated()
  let one: Found["members"][number]
  let other: Found["members"][number]

  step("what they agreed to is on record, in their words", async () => {
    const { members } = await place.shop.api.get<Found>("/members?has_account=true&limit=2&order=email")
    ;[one, other] = members as [Found["members"][number], Found["members"][number]]
    await place.shop.api.post("/members/consent", {
      customer_ids: [one.customer_id],
      consent: "opted_in",
      source: "Fair in Osaka",
      wording: "Yes, send me news",
    })
    await admin.open(`/customers/${one.customer_id}`)
    const record = page.getByTestId("consent-record")
    await record.getByText("“Yes, send me news”").waitFor()
    await record.getByText("Fair in Osaka").waitFor()
    const download = page.waitForEvent("download")
    await record.getByRole("button", { name: "Download CSV" }).click()
    expect((await download).suggestedFilename()).toBe(`consents-${one.customer_id}.csv`)
  })

  step("an address that somebody else has is not taken, and whose it is stands at its field", async () => {
    await button("Correct address").click()
    const drawer = page.getByRole("dialog")
    await drawer.locator("#email").fill(other.email)
    await drawer.getByRole("button", { name: "Save", exact: true }).click()
    await drawer.getByText(/ has this address already\./).waitFor()
    expect(await drawer.getByRole("button", { name: "Save", exact: true }).isDisabled()).toBe(true)
    const found = await place.shop.api.get<Found>(`/members?q=${encodeURIComponent(one.email)}`)
    expect(found.members.map(({ customer_id }) => customer_id)).toContain(one.customer_id)
  })
})

describe("the list of members on a phone", () => {
  const step = storyOf("phone", () => admin)
  seated({ width: 390 })

  step("the bar of commands fits, and the last row's tick can be reached", async () => {
    await admin.open("/mail-delivery-members")
    const ticks = page.locator("tbody [role=checkbox]")
    await ticks.first().click()
    const bar = page.getByTestId("ticked-bar")
    await bar.getByRole("button", { name: /Opt out/ }).waitFor()
    await page.waitForFunction(() =>
      document.getAnimations().every(({ playState }) => playState !== "running")
    )
    const box = (await bar.boundingBox())!
    expect(box.x).toBeGreaterThanOrEqual(0)
    expect(box.x + box.width).toBeLessThanOrEqual(390)

    await page.getByTestId("room-for-the-bar").scrollIntoViewIfNeeded()
    const last = (await ticks.last().boundingBox())!
    expect(last.y + last.height).toBeLessThanOrEqual((await bar.boundingBox())!.y)
    await ticks.last().click()
    await bar.getByText(/^2 /).waitFor()
  })
})

describe("a mailing with the keyboard alone", () => {
  const step = storyOf("keyboard", () => admin)
  seated()

  step("is addressed, written, and sent without touching the mouse", async () => {
    await admin.open("/mail-delivery/compose")
    await page.getByTestId("sendable").waitFor()
    await tabTo("filter-q")
    await page.keyboard.type("yamada")
    await tabTo("Continue")
    await page.keyboard.press("Enter")
    // The template of the mailing before is chosen already; this one is to be written by hand.
    await tabTo("template")
    await page.waitForLoadState("networkidle")
    await page.keyboard.press("Enter")
    await page.getByRole("option", { name: "No template" }).waitFor()
    await page.keyboard.press("Home")
    // The list moves the focus a moment later.
    await page.locator("[role=option]:focus", { hasText: "No template" }).waitFor()
    await page.keyboard.press("Enter")
    await tabTo("subject")
    await page.keyboard.type("Hello {{ member.name }}")
    await page.locator(".cm-editor").waitFor()
    await tabTo("body")
    await page.keyboard.type("Dear {{ member.name }},")
    await page.getByTestId("mail-text").filter({ hasText: "Dear " }).waitFor()
    await tabTo("Review")
    await page.keyboard.press("Enter")
    await page.locator("button:enabled", { hasText: /^Send$/ }).waitFor()
    await tabTo("Send")
    await page.keyboard.press("Enter")
    await page.getByText("All mails have been sent.").waitFor()
    expect(place.shop.smtp.received.length).toBeGreaterThan(0)
  })

  /** Presses Tab until the focus is on the element with this id or these words. */
  async function tabTo(goal: string): Promise<void> {
    const passed: string[] = []
    for (let presses = 0; presses < 60; presses++) {
      const [id, words] = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement | null
        return [focused?.id ?? "", focused?.innerText.trim() ?? ""] as const
      })
      if (id === goal || words === goal) {
        return
      }
      passed.push(id || words)
      await page.keyboard.press("Tab")
    }
    throw new Error(`Tab does not lead to ${goal}, but to ${passed.join(" → ")}`)
  }
})

describe("templates", () => {
  const step = storyOf("templates", () => admin)
  seated()

  step("a new one is checked while it is written, saved, and offered in the composer", async () => {
    await admin.open("/mail-delivery/templates")
    await page.getByRole("link", { name: "New", exact: true }).click()
    await page.locator("#name").fill("Winter sale")
    await page.locator("#subject").fill("Winter sale, {{ member.frist_name }}")
    await page.locator("#body").fill("Everything must go.")
    await page.getByText("Unknown variable").first().waitFor()
    expect(await button("Save").isDisabled()).toBe(true)
    await page.locator("#subject").fill("Winter sale, {{ member.first_name }}")
    const taken = /\/admin\/mail\/templates$/
    const refusal = {
      type: "invalid_data",
      message: "No.",
      issues: [{ field: "", code: "no_sender", message: "No." }],
    }
    await page.route(taken, (route) => route.fulfill({ status: 400, json: refusal }), { times: 1 })
    await button("Save").click()
    await page.getByText("No sender address is set.").first().waitFor()
    await page.locator("button:focus", { hasText: "Save" }).waitFor()
    const stored = await held(page, taken)
    await page.keyboard.press("Enter")
    // The page is left once it is stored: what would be written until then would be lost.
    await page.locator("[inert]", { has: page.locator("#name") }).waitFor()
    stored()
    await page.locator("tbody tr", { hasText: "Winter sale" }).waitFor()
  })

  step("one of order mail is shown with the newest order's own data", async () => {
    const { documents } = await place.shop.api.get<{ documents: { number: string }[] }>(
      "/documents?source=order&limit=1"
    )
    await admin.open("/mail-delivery/templates/edit")
    await page.locator("#kind").click()
    await page.getByRole("option", { name: "To orders" }).click()
    await page.locator("#subject").fill("Order {{ order.number }}")
    await page
      .getByTestId("mail-subject")
      .getByText(`Order ${documents[0]!.number}`, { exact: true })
      .waitFor()
  })

  step("one that is no longer needed is deleted after a question", async () => {
    await admin.open("/mail-delivery/templates")
    const row = page.locator("tbody tr", { hasText: "Winter sale" })
    await row.getByRole("button").last().click()
    await page.getByRole("menuitem", { name: "Delete" }).click()
    const question = page.getByRole("alertdialog")
    await question.getByText("Delete “Winter sale”?").waitFor()
    await question.getByRole("button", { name: "Delete" }).click()
    await row.waitFor({ state: "detached" })
  })
})

interface Insert {
  templates: { en: { text: string | null } }
}

describe("settings", () => {
  const step = storyOf("settings", () => admin)
  seated()

  step("a wrong address is told once, in a sentence at its field, and changes nothing", async () => {
    await admin.open("/settings/mail-delivery")
    await page.locator("#reply_to").fill("nobody")
    await button("Save").click()
    await page.getByText("This is not one e-mail address, such as shop@example.com.").waitFor()
    await page.locator("#reply_to:focus").waitFor()
    const { settings } = await place.shop.api.get<{ settings: { reply_to: string } }>("/settings")
    expect(settings.reply_to).toBe("support@kita-kitchen.example")
  })

  step("what is saved is there after a reload", async () => {
    await page.locator("#reply_to").fill("answers@kita-kitchen.example")
    await button("Save").click()
    await page.getByText("Saved.").first().waitFor()
    await admin.open("/settings/mail-delivery")
    await page.locator("#reply_to").waitFor()
    expect(await page.locator("#reply_to").inputValue()).toBe("answers@kita-kitchen.example")
  })

  step("what is written while they are being saved is kept, to be saved next", async () => {
    const stored = await held(page, /\/admin\/mail\/settings$/)
    await page.locator("#contact").fill("03-1234-5678")
    await button("Save").click()
    await page.locator("#sender_name").fill("Kita Kitchen, Sapporo")
    await page.getByRole("link", { name: "Users", exact: true }).click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Stay here" }).click()
    stored()
    await page.getByText("Saved.").first().waitFor()
    await page.locator("button:enabled", { hasText: "Save" }).waitFor()
    expect(await page.locator("#sender_name").inputValue()).toBe("Kita Kitchen, Sapporo")
    expect(await page.locator("#contact").inputValue()).toBe("03-1234-5678")
  })

  step("the wording of an order's data is written anew, and given back", async () => {
    const stored = async () =>
      (await place.shop.api.get<{ settings: { order_insert: Insert | null } }>("/settings")).settings
        .order_insert
    await button("Write your own").click()
    await page.locator("#insert-template").fill("Your order {{ order.nmber }}")
    await button("Save").click()
    await page.getByText("There is no variable “order.nmber”. Did you mean “order.number”?").first().waitFor()
    await page.locator("#insert-template").fill("Your order {{ order.number }}")
    await button("Save").click()
    await page.getByText("There are unsaved changes.").waitFor({ state: "detached" })
    expect((await stored())?.templates.en.text).toBe("Your order {{ order.number }}")

    await button("Go back to ours").click()
    await button("Save").click()
    await page.getByText("There are unsaved changes.").waitFor({ state: "detached" })
    expect((await stored())?.templates.en.text).toBeNull()
  })
})

describe("a shop in which nobody has opted in", () => {
  const step = storyOf("nobody-opted-in", () => admin)
  seated()

  step("is told so, and records the consents that it has of all who are listed", async () => {
    const optOut = { audience: { filter: { consent: ["opted_in"] } }, consent: "opted_out", source: "test" }
    await place.shop.api.post("/members/consent", optOut)
    await admin.open("/mail-delivery-members?q=ito")
    await page.getByText("Nobody has opted in yet").waitFor()
    await page.getByRole("button", { name: /^Record the consents? of / }).click()
    await page.locator("#source").click()
    await page.getByRole("option", { name: "Form or contract" }).click()
    await page.getByRole("dialog").getByRole("button", { name: "Opt in", exact: true }).click()
    await page.getByText("Nobody has opted in yet").waitFor({ state: "detached" })
    const listed = await place.shop.api.get<{ count: number }>("/members?q=ito&consent=not_asked")
    const others = await place.shop.api.get<{ count: number }>("/members?consent=not_asked")
    expect(listed.count).toBe(0)
    expect(others.count).toBeGreaterThan(0)
  })
})

describe("a shop without templates", () => {
  const step = storyOf("no-templates", () => admin)
  seated()

  step("is offered examples, begins with one, and has its first template", async () => {
    const { api } = place.shop
    await api.post("/settings", { automatic: null })
    const { templates } = await api.get<{ templates: { id: string }[] }>("/templates?limit=100")
    await admin.open("/mail-delivery/templates")
    await page.locator("tbody tr").first().waitFor()
    const statuses = await page.evaluate(
      (ids) =>
        Promise.all(
          ids.map(async (id) => (await fetch(`/admin/mail/templates/${id}`, { method: "DELETE" })).status)
        ),
      templates.map(({ id }) => id)
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    await admin.open("/mail-delivery/templates")
    await page.getByText("No templates yet").waitFor()
    await page.getByRole("link", { name: /^Holiday closing/ }).click()
    await page.getByTestId("mail-subject").getByText("Our holidays", { exact: true }).waitFor()
    await button("Save").click()
    await page.locator("tbody tr", { hasText: "Holiday closing" }).waitFor()
    await page.getByText("Or begin with an example").waitFor({ state: "detached" })
  })
})
