/** Whatever is written in these pages can be read, in light and in dark: WCAG 2.2, 1.4.3 asks for 4.5 to 1. */
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

const ADMIN = resolve(__dirname, "../..")
const TOKENS = join(process.cwd(), "node_modules/@medusajs/ui-preset/src/theme/tokens/colors.ts")

/** What text stands on. */
const GROUNDS = ["bg-base", "bg-subtle", "bg-component"]
const ENOUGH = 4.5

/** The colours of one mode, by name, as numbers from 0 to 255. */
function coloursOf(mode: "dark" | "light"): Map<string, number[]> {
  const [, block = ""] = new RegExp(`"${mode}": {([^}]*)}`).exec(readFileSync(TOKENS, "utf8")) ?? []
  const found = block.matchAll(/"--([\w-]+)": "rgba\((\d+), (\d+), (\d+), 1\)"/g)
  return new Map([...found].map(([, name, ...rgb]) => [name!, rgb.map(Number)]))
}

function luminance(rgb: number[]): number {
  const [red, green, blue] = rgb.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: number[], other: number[]): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light! + 0.05) / (dark! + 0.05)
}

const pages = readdirSync(ADMIN, { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".tsx")
)
const used = new Set(
  pages.flatMap((name) => readFileSync(join(ADMIN, name), "utf8").match(/(?<=text-ui-)fg-[a-z-]+/g) ?? [])
)

it.each(["light", "dark"] as const)("every colour of a text has its contrast when it is %s", (mode) => {
  const colours = coloursOf(mode)
  expect(used.size).toBeGreaterThan(1)
  const faint = [...used].filter((name) =>
    GROUNDS.some((ground) => contrast(colours.get(name)!, colours.get(ground)!) < ENOUGH)
  )
  expect(faint).toEqual([])
})
