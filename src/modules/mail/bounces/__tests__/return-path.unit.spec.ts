/** Addresses that mail comes back to: one for each mail, and nobody else can make one. */
import { parseAddress } from "../../address/address"
import { entityId } from "../../formats/entity-id"
import {
  deliveryOfReturnPath,
  LONGEST_BASE,
  readReturnToken,
  type ReturnOptions,
  returnPathOf,
  returnTokenOf,
} from "../return-path"

/** Of a delivery, as the mail itself has it. */
const pathOf = (given: ReturnOptions, id: string) => returnPathOf(given, returnTokenOf(given, id))

const options = { secret: "a secret of the shop", bounces: { address: "bounce@shop.example" } }

const SINGLE = entityId("mdlv")
const FIRST = `${entityId("mdlv")}_000000001`
const LAST = `${entityId("mdlv")}_999999999`
const COPY = "mdlv_00000000000000000000000000000abc"
const IDS = [SINGLE, FIRST, LAST, COPY]

it.each(IDS)("of %s leads back to it, in any case", (id) => {
  const address = pathOf(options, id)!

  expect(address).toMatch(/^bounce\+[0-9a-z]{40,46}@shop\.example$/)
  for (const one of [address, address.toUpperCase(), address.replace("shop.example", "relay.example")]) {
    expect(deliveryOfReturnPath(options, one)).toBe(id)
  }
})

it("is an address that every server takes, however long the shop's own part is", () => {
  const address = `${"b".repeat(LONGEST_BASE)}@shop.example`
  for (const id of IDS) {
    expect(parseAddress(pathOf({ ...options, bounces: { address } }, id)!)).toMatchObject({ ok: true })
  }
})

it("cannot be made from that of another mail", () => {
  const token = returnTokenOf(options, FIRST)!
  const others = [
    ...Array.from(
      token,
      (letter, n) => token.slice(0, n) + (letter === "0" ? "1" : "0") + token.slice(n + 1)
    ),
    token.slice(1),
    `${token}0`,
    token.slice(0, -1),
    "",
    "m",
    "v".repeat(46),
  ]
  expect(others.map((other) => readReturnToken(options, other))).toEqual(others.map(() => null))
  expect(deliveryOfReturnPath({ secret: "another secret" }, pathOf(options, FIRST)!)).toBeNull()
  expect(deliveryOfReturnPath({}, pathOf(options, FIRST)!)).toBeNull()
})

it("is still known after a change of the secret", () => {
  const address = pathOf(options, SINGLE)!
  expect(deliveryOfReturnPath({ secret: "a newer secret", previousSecrets: [options.secret] }, address)).toBe(
    SINGLE
  )
})

it("is not there without the option; what is no delivery comes back to the plain address", () => {
  expect(pathOf({ secret: options.secret }, SINGLE)).toBeNull()
  expect(returnTokenOf({ secret: options.secret }, SINGLE)).toBeNull()
  expect(pathOf(options, "mprobe_01ARZ3NDEKTSV4RRFFQ69G5FAV")).toBe("bounce@shop.example")
})

it.each(["", "@", "a@b", "bounce@shop.example", "+@x", "a+b+c@d", "x".repeat(10_000)])(
  "%s is nobody's",
  (address) => {
    expect(deliveryOfReturnPath(options, address)).toBeNull()
  }
)
