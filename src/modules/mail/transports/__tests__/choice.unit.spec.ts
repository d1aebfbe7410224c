/** Which transport a mail leaves by: what is named, then the sales channel, then the sender's domain, then the store's own. */
import { DEFAULTS, type MailSettingsDTO } from "../../settings/settings"
import { routeOf, stillThere, type Transport } from "../choice"

const SETTINGS: MailSettingsDTO = {
  ...DEFAULTS,
  sender_name: "Shop",
  sender_address: "shop@shop-a.test",
  reply_to: "answers@shop-a.test",
}
const B: Transport = {
  name: "shop-b",
  salesChannels: ["sc_b"],
  senderDomains: [],
  sender: { name: "Shop B", address: "shop@shop-b.test" },
}
const C: Transport = {
  name: "shop-c",
  salesChannels: ["sc_c"],
  senderDomains: ["shop-c.test"],
  replyTo: "answers@shop-c.test",
}
const ALL = [B, C]

it.each([
  [{}, null],
  [{ salesChannel: "sc_b" }, "shop-b"],
  [{ salesChannel: "sc_elsewhere" }, null],
  [{ transport: "Shop-C", salesChannel: "sc_b" }, "shop-c"],
  [{ transport: "default", salesChannel: "sc_b" }, null],
])("%j leaves by %s", (trait, name) => {
  expect(routeOf(ALL, SETTINGS, trait).transport).toBe(name)
})

it("the sender's domain decides where no sales channel does, however it is spelled", () => {
  const settings = { ...SETTINGS, sender_address: "shop@SHOP-C.test" }
  expect(routeOf(ALL, settings).transport).toBe("shop-c")
  expect(routeOf(ALL, settings, { salesChannel: "sc_b" }).transport).toBe("shop-b")
  expect(routeOf(ALL, settings, { salesChannel: "sc_elsewhere" }).transport).toBe("shop-c")
  expect(routeOf(ALL, { ...SETTINGS, sender_address: null }).transport).toBeNull()
})

it("the store's own sends as the settings say; another one as it says itself, and answers go to no other shop", () => {
  expect(routeOf(ALL, SETTINGS).settings).toBe(SETTINGS)
  expect(routeOf(ALL, SETTINGS, { transport: "shop-b" }).settings).toMatchObject({
    sender_name: "Shop B",
    sender_address: "shop@shop-b.test",
    reply_to: null,
  })
  expect(routeOf(ALL, SETTINGS, { transport: "shop-c" }).settings).toMatchObject({
    sender_name: "Shop",
    sender_address: "shop@shop-a.test",
    reply_to: "answers@shop-c.test",
  })
})

it("a name that is none is refused with those that there are", () => {
  expect(() => routeOf(ALL, SETTINGS, { transport: "shop-d" })).toThrow(
    "transport: names no transport of the options: there are default, shop-b, shop-c"
  )
})

it("of what was recorded before, a name that is gone is the store's own", () => {
  expect(stillThere(ALL, "shop-b")).toBe("shop-b")
  expect(stillThere([C], "shop-b")).toBeNull()
  expect(stillThere(ALL, null)).toBeNull()
})
