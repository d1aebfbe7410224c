/**
 * What a merchant sees is what the demo shows; and it is the same with every Medusa and every package manager that the
 * package is tried with.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"

import type { Browser } from "playwright-core"

import { ROOT } from "../../tools/medusa"
import { newestWithNpm, type StoreKind, storeUnderTest } from "../store/installed-store"
import { openAdmin, openBrowser } from "../support/browser"
import { startShop } from "../support/demo-shop"
import { difference, PAGES, pictureOf } from "../support/pages"

const MINUTE = 60_000
jest.setTimeout(2 * MINUTE)

/** Times of day differ from shop to shop; a class that is missing, or a picture that did not load, is far above it. */
const TOLERANCE = 0.005
const FOLDER = path.join(ROOT, ".test", "pictures")

type Pictures = Map<string, Buffer>

const kind = storeUnderTest()
const isNewest = JSON.stringify(kind) === JSON.stringify(newestWithNpm())
const model = isNewest ? "the demo" : newestWithNpm()
let browser: Browser
let theirs: Pictures
let ours: Pictures

beforeAll(async () => {
  browser = await openBrowser()
  ours = await picturesIn(kind)
  theirs = await picturesIn(model)
}, 10 * MINUTE)

afterAll(() => browser?.close())

async function picturesIn(of: StoreKind | "the demo"): Promise<Pictures> {
  const shop = await startShop({ of })
  try {
    const admin = await openAdmin({ browser, shop })
    const pictures: Pictures = new Map()
    for (const page of PAGES) {
      pictures.set(page.name, await pictureOf(admin, page))
    }
    await admin.close()
    return pictures
  } finally {
    await shop.stop()
  }
}

const said = typeof model === "string" ? model : `Medusa ${model.medusa} with ${model.manager}`

it.each(PAGES)(`$name looks as in ${said}`, async ({ name }) => {
  const pair = [ours.get(name)!, theirs.get(name)!] as const

  const differing = await difference(browser, ...pair)

  mkdirSync(FOLDER, { recursive: true })
  pair.forEach((picture, i) =>
    writeFileSync(path.join(FOLDER, `${name}-${i ? "there" : "here"}.png`), picture)
  )
  expect(differing).toBeLessThan(TOLERANCE)
})
