/** The composer's choice of a template, as its stories use it. */
import type { Locator, Page } from "playwright-core"

/** There once the template's words are what is written. */
export function chosenTemplate(page: Page, name: string): Locator {
  return page.locator("#template").filter({ hasText: name })
}

/** Its words are read only now: who writes on them waits until it is the chosen one. */
export async function pickTemplate(page: Page, name: string): Promise<void> {
  await page.locator("#template").click()
  await page.getByRole("option", { name }).click()
}
