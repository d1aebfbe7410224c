/**
 * What is wrong with a form is said by the page, in a sentence and in the reader's language: a browser speaks its own, in a
 * bubble that goes away, and knows fewer addresses than mail does.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"

const ADMIN = resolve(__dirname, "../..")

it("no form leaves its faults to the browser", () => {
  const forms = readdirSync(ADMIN, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx"))
    .flatMap((name) => readFileSync(join(ADMIN, name), "utf8").match(/<form\b[^]*?className/g) ?? [])
  expect(forms.length).toBeGreaterThan(0)
  expect(forms.filter((form) => !form.includes("noValidate"))).toEqual([])
})
