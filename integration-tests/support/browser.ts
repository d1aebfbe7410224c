/** A real Chromium before the admin, as a merchant sits there; and an auditor that reads pages with axe. */
import path from "node:path"

import axe from "axe-core"
import { type Browser, chromium, type Page } from "playwright-core"

import { ROOT } from "../../tools/medusa"
import { MERCHANT, type Shop, type ShopSettings, startShop } from "./demo-shop"
import { standingUntil } from "./standing"

export interface AdminWindow {
  page: Page
  /** Opens a page of the admin by its path. */
  open(route: string): Promise<void>
  close(): Promise<void>
}

export interface AdminWindowOptions {
  /** The merchant's, if nothing is said. */
  login?: { email: string; password: string }
  language?: "en" | "ja"
  width?: number
  /** Where they sit; the shop is in Tokyo. */
  timezone?: string
  dark?: boolean
}

/** Long enough for Vite to make the admin's pages when they are first asked for. */
const FIRST_PAGE = 240_000
/** A page that needs longer for a step is not a pleasure to use, and a test should say so. */
const STEP = 30_000

/** With the boot of a store, on a busy machine. */
export const BOOT = 600_000

/** A shop and a browser for the stories of a file. */
export interface Place {
  shop: Shop
  browser: Browser
}

/** Opens them before the stories of a file and closes them afterwards. Filled in when the first story begins. */
export function withShop(settings: ShopSettings = {}): Place {
  const place = {} as Place
  jest.setTimeout(180_000)
  const standing = standingUntil(afterAll)
  beforeAll(async () => {
    place.shop = standing.add(await startShop(settings), (shop) => shop.stop())
    place.browser = standing.add(await openBrowser(), (browser) => browser.close())
  }, BOOT)
  return place
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--font-render-hinting=none"],
  })
}

/** Somebody who has logged in. What goes wrong on a page, and is not caught, ends up in the test's own log. */
export async function openAdmin(
  { browser, shop }: Place,
  options: AdminWindowOptions = {}
): Promise<AdminWindow> {
  const { login = MERCHANT, language = "en", width = 1400, dark = false, timezone = "Asia/Tokyo" } = options
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    locale: language === "ja" ? "ja-JP" : "en-GB",
    timezoneId: timezone,
    colorScheme: dark ? "dark" : "light",
    // Nobody watches: what moves for the eye alone takes a tenth of the processor.
    reducedMotion: "reduce",
    acceptDownloads: true,
    // In production a proxy before the store ends TLS and says so; without it Medusa sets no cookie.
    extraHTTPHeaders: { "x-forwarded-proto": "https" },
  })
  await context.addInitScript(
    ([lng, theme]) => {
      localStorage.setItem("lng", lng)
      localStorage.setItem("medusa_admin_theme", theme)
    },
    [language, dark ? "dark" : "light"] as const
  )
  const page = await context.newPage()
  await logIn(page, shop, login)
  context.setDefaultTimeout(STEP)
  return {
    page,
    open: async (route) => {
      await page.goto(shop.admin + route)
    },
    close: () => context.close(),
  }
}

async function logIn(page: Page, shop: Shop, login: { email: string; password: string }): Promise<void> {
  await page.goto(`${shop.admin}/login`, { timeout: FIRST_PAGE })
  const email = page.locator("input[name=email]")
  await email.waitFor({ timeout: FIRST_PAGE })
  await email.fill(login.email)
  await page.locator("input[name=password]").fill(login.password)
  await page.keyboard.press("Enter")
  await page.waitForURL(/\/app\/orders/, { timeout: FIRST_PAGE })
}

/**
 * The steps of one story: each goes on where the one before it stopped. The first that fails leaves a picture of the
 * page behind, and those after it fail at once instead of waiting for what cannot come.
 */
export function storyOf(
  name: string,
  admin: () => AdminWindow
): (title: string, step: () => Promise<void>) => void {
  let stopped = false
  return (title, step) =>
    it(title, async () => {
      if (stopped) {
        throw Object.assign(new Error("An earlier step of this story failed"), { stack: undefined })
      }
      try {
        await step()
      } catch (error) {
        stopped = true
        const file = path.join(ROOT, ".test", `${name}.png`)
        // A page that hangs has no picture: what went wrong on it is told all the same.
        const picture = await admin()
          .page.screenshot({ path: file })
          .then(() => `see ${file}`, String)
        throw new Error(`At ${admin().page.url()}, ${picture}`, { cause: error })
      }
    })
}

/**
 * Holds the next answer that the page asks for there, as a slow line would.
 *
 * @param times - How many of them, where a page gives up its first question and asks again.
 * @returns lets it go.
 */
export async function held(page: Page, url: RegExp, times = 1): Promise<() => void> {
  let letGo = () => {}
  const free = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(
    url,
    async (route) => {
      await free
      await route.continue()
    },
    { times }
  )
  return letGo
}

/**
 * What axe finds serious on the page as it is, one line each: the rule and the element, without what differs from
 * one render to the next, so that the same fault of the same component reads the same everywhere.
 *
 * @param within - A part of the page, as a selector.
 */
export async function barriers(page: Page, within: string): Promise<string[]> {
  // What comes late may switch on what was shown as switched off.
  await page.waitForLoadState("networkidle")
  // A colour in the middle of a transition is no colour that anybody reads.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"))
  await page.evaluate(axe.source)
  const found = await page.evaluate(
    (selector) =>
      (window as unknown as { axe: typeof axe }).axe.run(selector, { resultTypes: ["violations"] }),
    within
  )
  const lines = found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.replace(/radix-:\w+:|cus_\w+/g, "…")}`)
    )
  return [...new Set(lines)]
}
