/** What of a transport's options no log may hold. */
import { secretsIn } from "../secrets"

it.each([
  { key: "short" },
  { apiKey: "eu-west-1" },
  { whatever: "sk_live_51HxyzABC" },
  { url: "https://user:pw@mail.example.com" },
  { url: "https://hooks.example.com/T0/B0?sig=1" },
  { more: [{ credentials: { id: "someone" } }] },
  { jwt: "eyJhbGciOi.eyJzdWIi.SflKxwRJSM" },
  { phrase: "correct horse battery" },
])("%# counts as a secret", (options) => {
  expect(secretsIn(options)).toHaveLength(1)
})

it("what plainly is none stays to be read", () => {
  const options = {
    region: "eu-west-1",
    domain: "mail.shop.example",
    url: "https://api.example.com/v1/send",
    sender: "shop@shop.example",
    stream: "broadcast",
    times: 3,
    nothing: null,
  }
  expect(secretsIn(options)).toEqual([])
})
