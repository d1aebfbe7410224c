/** What somebody was told and says again is not kept, in whatever form it comes back. */
import { withoutSecrets } from "../without-secrets"

const SECRET = 'pa/ss+w "ö"=rd'

it.each([
  SECRET,
  Buffer.from(SECRET).toString("base64"),
  encodeURIComponent(SECRET),
  new URLSearchParams({ client_secret: SECRET }).toString().replace("client_secret=", ""),
  JSON.stringify(SECRET).slice(1, -1),
])("%s", (form) => {
  expect(withoutSecrets(`535 not ${form} again ${form}`, [null, undefined, "", SECRET])).toBe(
    "535 not … again …"
  )
})

it("one that holds another is taken out whole, and none is read as a pattern", () => {
  expect(withoutSecrets("a.*secret and .*sec", [".*sec", "a.*secret"])).toBe("… and …")
})

it("what is too short to be a secret is left in, or no sentence could be read", () => {
  expect(withoutSecrets("a key is wrong", ["key", "a"])).toBe("a key is wrong")
})

it("half a letter is no reason to fail", () => {
  expect(withoutSecrets("said \ud800abc", ["\ud800abc"])).toBe("said …")
})
