/** The pages of ours that show the same in every shop that was filled with the demo's people, and pictures of them. */
import type { Browser } from "playwright-core"

import type { AdminWindow } from "./browser"

interface PageOfOurs {
  name: string
  route: string
  /** Something on it that is there when it is. */
  there: string
  /** The part that is ours. */
  within: string
}

export const PAGES: PageOfOurs[] = [
  { name: "history", route: "/mail-delivery", there: "main h1, main h2", within: "main" },
  { name: "failures", route: "/mail-delivery/failures", there: "main h1, main h2", within: "main" },
  {
    name: "composer",
    route: "/mail-delivery/compose",
    there: "[data-testid=sendable]",
    within: "[role=dialog]",
  },
  { name: "templates", route: "/mail-delivery/templates", there: "tbody tr", within: "main" },
  { name: "template", route: "/mail-delivery/templates/edit", there: "#subject", within: "[role=dialog]" },
  { name: "members", route: "/mail-delivery-members", there: "tbody tr", within: "main" },
  { name: "orders", route: "/mail-delivery-orders", there: "tbody tr", within: "main" },
  { name: "settings", route: "/settings/mail-delivery", there: "#sender_name", within: "main" },
]

/** A picture of what of a page is ours, in PNG. */
export async function pictureOf(
  { page, open }: AdminWindow,
  { route, there, within }: PageOfOurs
): Promise<Buffer> {
  await open(route)
  await page.locator(there).first().waitFor()
  await page.waitForLoadState("networkidle")
  await page.evaluate(() => document.fonts.ready)
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== "running"))
  return page.locator(within).last().screenshot({ animations: "disabled", caret: "hide" })
}

/** Which part of two pictures differs, from 0 to 1; all of it if they are not of one size. */
export async function difference(browser: Browser, one: Buffer, other: Buffer): Promise<number> {
  const page = await browser.newPage()
  try {
    const urls = [one, other].map((picture) => `data:image/png;base64,${picture.toString("base64")}`)
    return await page.evaluate(async (sources) => {
      const [a, b] = await Promise.all(
        sources.map(async (source) => {
          const image = new Image()
          image.src = source
          await image.decode()
          const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d")!
          canvas.drawImage(image, 0, 0)
          return canvas.getImageData(0, 0, image.width, image.height)
        })
      )
      if (a!.width !== b!.width || a!.height !== b!.height) {
        return 1
      }
      // A pixel differs if people see it; the smoothing of letters may be a shade off.
      const NOTICED = 24
      let differing = 0
      for (let i = 0; i < a!.data.length; i += 4) {
        const channels = [0, 1, 2].map((channel) => Math.abs(a!.data[i + channel]! - b!.data[i + channel]!))
        differing += Math.max(...channels) > NOTICED ? 1 : 0
      }
      return differing / (a!.width * a!.height)
    }, urls)
  } finally {
    await page.close()
  }
}
