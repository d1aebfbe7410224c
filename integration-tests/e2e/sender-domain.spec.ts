/** The check of the sender's domain in Settings → Mail, in both languages, over a DNS server that says what it is told to. */
import type { Page } from "playwright-core"

import {
  type AdminWindow,
  type AdminWindowOptions,
  barriers,
  BOOT,
  openAdmin,
  storyOf,
  withShop,
} from "../support/browser"
import { type DnsServer, startDnsServer } from "../support/dns-server"
import { standingUntil } from "../support/standing"

let dns: DnsServer
const standing = standingUntil(afterAll)
const place = withShop({
  env: async () => {
    dns = standing.add(await startDnsServer(), (server) => server.stop())
    return { MAIL_DNS_SERVERS: dns.address }
  },
})

let admin: AdminWindow
let page: Page

function seated(options: AdminWindowOptions = {}): void {
  const seat = standingUntil(afterAll)
  beforeAll(async () => {
    admin = seat.add(await openAdmin(place, options), (one) => one.close())
    page = admin.page
  }, BOOT)
}

const button = (name: string) => page.getByRole("button", { name, exact: true })

describe("the sender's domain", () => {
  const step = storyOf("sender-domain", () => admin)
  seated()
  const DOMAIN = "kita-kitchen.example"
  const line = (finding: string) => page.locator(`[data-testid=sender-check] [data-finding=${finding}]`)

  step(
    "is looked up when somebody asks: what is right, what is to be mended, and what to paste",
    async () => {
      dns.reset()
      dns.names.set(DOMAIN, {
        mx: [[10, "mx.kita-kitchen.example"]],
        txt: ["v=spf1 mx -all", "v=spf1 a -all"],
      })
      await admin.open("/settings/mail-delivery")
      await button("Check the domain").waitFor()
      expect(dns.asked).toEqual([])
      await button("Check the domain").click()
      await line("mx_right").getByText("Right").waitFor()
      await line("spf_several").getByText("v=spf1 mx a ~all").waitFor()
      await line("dmarc_missing").getByText("To be mended").waitFor()
      await line("dmarc_missing").getByText("_dmarc.kita-kitchen.example").waitFor()
      await line("spf_several").getByRole("button", { name: "Copy: Value" }).waitFor()
      await page.getByText(/^kita-kitchen\.example, as of /).waitFor()
      expect(await barriers(page, "[data-testid=sender-domain]")).toEqual([])
    }
  )

  step("is looked up again, and what was mended is right", async () => {
    dns.names.set(DOMAIN, { mx: [[10, "mx.kita-kitchen.example"]], txt: ["v=spf1 mx a ~all"] })
    dns.names.set(`_dmarc.${DOMAIN}`, { txt: ["v=DMARC1; p=none"] })
    await button("Check again").click()
    await line("dmarc_right").getByText("The DMARC record is right. Policy: none.").waitFor()
    await line("spf_right").waitFor()
    expect(await page.getByText("To be mended").count()).toBe(0)
  })

  step("without an answer of DNS nothing is called wrong", async () => {
    dns.silent = true
    await button("Check again").click()
    await page.getByText("Looking it up. This takes a few seconds at most.").waitFor()
    await line("unanswered").first().getByText("Not known").waitFor()
    expect(await page.getByText("To be mended").count()).toBe(0)
    dns.silent = false
  })

  step("what is not saved is not looked up, and what fails is said", async () => {
    const stored = await page.locator("#sender_address").inputValue()
    await page.locator("#sender_address").fill("shop@other.example")
    const saveFirst = page.getByText("Save your changes first: what is saved is looked up.")
    await saveFirst.waitFor()
    expect(await button("Check again").isDisabled()).toBe(true)
    await page.locator("#sender_address").fill(stored)
    await saveFirst.waitFor({ state: "detached" })
    const failing = "**/admin/mail/settings/sender-check*"
    const refusal = {
      type: "not_allowed",
      message: "No.",
      issues: [{ field: "", code: "no_sender", message: "No." }],
    }
    await page.route(failing, (route) => route.fulfill({ status: 400, json: refusal }))
    await button("Check again").click()
    await page
      .getByTestId("sender-check")
      .getByText("No sender address is set. Enter it in Settings → Mail.")
      .waitFor()
    await page.unroute(failing)
  })

  step("without a sender there is nothing to look up yet", async () => {
    const { settings } = await place.shop.api.get<{ settings: { sender_address: string } }>("/settings")
    await place.shop.api.post("/settings", { sender_address: null })
    await admin.open("/settings/mail-delivery")
    await page.getByText("Save a sender address first: its domain is what is looked up.").waitFor()
    expect(await button("Check the domain").count()).toBe(0)
    await place.shop.api.post("/settings", { sender_address: settings.sender_address })
  })
})

describe("送信者のドメインを日本語の画面で", () => {
  const step = storyOf("sender-domain-ja", () => admin)
  seated({ language: "ja" })

  step("確認し、登録する内容を受け取る", async () => {
    dns.reset()
    await admin.open("/settings/mail-delivery")
    await button("ドメインを確認").click()
    const missing = page.locator("[data-finding=dmarc_missing]")
    await missing.getByText("要修正").waitFor()
    await missing.getByText("v=DMARC1; p=none", { exact: true }).waitFor()
    await missing.getByRole("button", { name: "コピー：値" }).waitFor()
    await button("もう一度確認").waitFor()
  })
})
