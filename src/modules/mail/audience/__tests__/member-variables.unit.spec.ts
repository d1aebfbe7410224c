// What the picker offers about a member is exactly what a delivery can carry.
import { variablesOf as catalogueOf } from "../../content/catalogue"
import { parameters } from "../../sql/parameters"
import { MEMBER_PATHS, variablesOf } from "../member-variables"

const offered = catalogueOf("member")
  .map(({ path }) => path)
  .filter((path) => path.startsWith("member."))

it("carries every variable about a member that the catalogue offers, and no other", () => {
  expect([...MEMBER_PATHS].sort()).toEqual([...offered].sort())
})

it("passes metadata keys as values, never as SQL", () => {
  const values = parameters()
  const sql = variablesOf(["member.metadata.it's"], values)

  expect(sql).not.toContain("it's")
  expect(values.values).toEqual(["it's"])
})

it("leaves out what is the same for every recipient", () => {
  expect(variablesOf(["store.name", "unsubscribe_url"], parameters())).toBe("'{}'::jsonb")
})
