/** What a composer begins with: whom it is for, and the words of a template. */
import { startOf, startWith } from "../composer-start"
import { isWritten, memberText, orderText } from "../from-template"
import type { Template } from "../types"

const template = {
  id: "mtpl_1",
  kind: "member",
  subject: "News",
  body: "Hello",
  header: null,
  footer: null,
  format: "html",
  locale: "ja",
} as Template

it("what a list ticked arrives at the composer, and what other pages left there is nothing", () => {
  const orders = { source: "fulfillment", ids: ["ful_1"] } as const
  const start = { members: { customer_ids: ["cus_1"] }, orders: { ...orders, ids: [...orders.ids] } }

  expect(startOf(startWith(start).state)).toEqual(start)
  expect([null, undefined, {}, { from: "/orders" }].map(startOf)).toEqual([{}, {}, {}, {}])
})

it("a template gives its words, and without one a mail is empty plain text", () => {
  expect(memberText(template)).toMatchObject({ subject: "News", body: "Hello", format: "html", locale: "ja" })
  expect(orderText({ ...template, header: "Dear", footer: null })).toMatchObject({
    subject: "News",
    header: "Dear",
    footer: "",
  })
  expect(memberText(null)).toMatchObject({ subject: "", body: "", format: "text" })
})

it("another template takes the place of words that are a template's, and never of a person's", () => {
  const mail = { ...memberText(template), include_signature: true }

  expect(isWritten(mail, template)).toBe(false)
  expect(isWritten({ ...mail, body: " Hello\n" }, template)).toBe(false)
  expect(isWritten({ ...mail, body: "Hello Ada" }, template)).toBe(true)
  expect(isWritten({ ...memberText(null), include_signature: true }, undefined)).toBe(false)
  // Its template was deleted: what it says is nowhere else any more.
  expect(isWritten(mail, undefined)).toBe(true)
})
