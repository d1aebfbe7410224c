import { paymentProviderName } from "../payment-providers"

it.each([
  ["pp_stripe_stripe", "Stripe"],
  ["pp_stripe-ideal_stripe", "Stripe ideal"],
  ["pp_paypal", "Paypal"],
  ["transfer", "Transfer"],
  ["pp_system_default", "Manual payment"],
])("%s is called %s", (id, name) => {
  expect(paymentProviderName(id, "en")).toBe(name)
})

it("Medusa's own has a name in each language", () => {
  expect(paymentProviderName("pp_system_default", "ja")).toBe("手動決済")
})
