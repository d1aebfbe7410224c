/** "Send to all listed" must mean those who are listed: no filter of the list may get lost on the way. */
import { customerListFilter } from "../customer-list-url"

function read(query: string) {
  return customerListFilter(new URLSearchParams(query))
}

describe("The filter of Medusa's customer list", () => {
  it("is empty without filters, whatever the page and the sorting", () => {
    expect(read("offset=40&order=-created_at")).toEqual({ filter: {}, unsupported: false })
  })

  it("takes over search, account, groups and dates", () => {
    const created = encodeURIComponent(JSON.stringify({ $gte: "2026-01-01T00:00:00.000Z" }))
    expect(read(`q=yamada&has_account=false&groups=cg_1,cg_2&created_at=${created}`).filter).toEqual({
      q: "yamada",
      has_account: false,
      groups: ["cg_1", "cg_2"],
      created_at: { $gte: "2026-01-01T00:00:00.000Z", $lte: undefined },
    })
  })

  it("understands the prefix of configurable lists", () => {
    const groups = encodeURIComponent('["cg_1"]')
    expect(read(`c_q=yamada&c_groups=${groups}`).filter).toEqual({ q: "yamada", groups: ["cg_1"] })
  })

  it("says when the list is narrowed by something that an audience cannot say", () => {
    expect(read(`updated_at=${encodeURIComponent('{"$gte":"2026-01-01"}')}`).unsupported).toBe(true)
  })
})
