/** A content is built once for all the mails that say it, and anew as soon as anything is different that it is made of. */
import { closeRenderThreads } from "../../render-threads"
import { RenderThread } from "../../render-threads/render-thread"
import { DEFAULTS, type MailSettingsDTO } from "../../settings/settings"
import type { MemberContent, OrderContent } from "../../words"
import { draftContent } from "../draft"

jest.setTimeout(60_000)

const SETTINGS: MailSettingsDTO = { ...DEFAULTS, sender_name: "Shop", sender_address: "shop@shop.test" }
const PASSWORD: MemberContent = {
  subject: "Your new password",
  body: "<style>p{margin:0}</style><p>Set it here: {{ url }}</p>",
  format: "html",
  include_signature: true,
}
const PLACED: OrderContent = {
  source: "order",
  subject: "Order {{ order.number }}",
  header: "Thank you",
  footer: "",
  format: "text",
  include_signature: true,
}

afterAll(() => closeRenderThreads())

it.each([
  { kind: "single", content: PASSWORD, changed: { body: "<p>Open {{ url }}</p>" }, says: "Open" },
  { kind: "order", content: PLACED, changed: { header: "We have your order" }, says: "We have your order" },
] as const)("of a mail of kind $kind", async ({ kind, content, changed, says }) => {
  const builds = jest.spyOn(RenderThread.prototype, "do")
  const draft = (words: object = {}, settings: Partial<MailSettingsDTO> = {}) =>
    draftContent(kind, { ...content, ...words }, { ...SETTINGS, ...settings })

  for (let mail = 0; mail < 5; mail += 1) {
    expect((await draft()).errors).toEqual([])
  }
  expect(builds).toHaveBeenCalledTimes(1)

  expect((await draft(changed)).snapshot.text).toContain(says)
  expect((await draft({}, { signature_text: "Yours, the shop" })).snapshot.text).toContain("Yours, the shop")
  expect((await draft({}, { sender_address: "other@shop.test" })).snapshot.from.address).toBe(
    "other@shop.test"
  )
  expect((await draft({}, { language: "ja" })).snapshot.language).toBe("ja")
  expect(builds).toHaveBeenCalledTimes(5)
  builds.mockRestore()
})
