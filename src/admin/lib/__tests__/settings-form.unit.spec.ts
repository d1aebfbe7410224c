/** Saving settings: only what was changed travels. */
import { changesOf } from "../settings-form"
import type { Settings } from "../types"

const stored: Settings = {
  sender_name: "Shop",
  sender_address: "shop@example.com",
  reply_to: null,
  signature_text: null,
  signature_html: null,
  admin_copy: "none",
  admin_copy_address: null,
  postal_address: null,
  contact: null,
  language: "en",
  order_insert: null,
  bank_text: null,
  bank_providers: ["pp_transfer"],
  automatic: null,
  grace_seconds: 30,
  pause_undelivered: 10,
  pause_complaints: 0.5,
}

describe("The settings form", () => {
  it("sends nothing when nothing was changed, lists and objects included", () => {
    expect(changesOf(stored, { ...stored, bank_providers: ["pp_transfer"] })).toEqual({})
  })

  it("keeps what was written since it was sent, and nothing else", () => {
    const sent = { sender_name: "Shop", contact: null }
    expect(changesOf(sent, { ...sent, sender_name: "Shop, Sapporo", language: "ja" })).toEqual({
      sender_name: "Shop, Sapporo",
      language: "ja",
    })
    expect(changesOf(sent, sent)).toEqual({})
  })

  it("sends what was changed, emptied fields as null", () => {
    expect(changesOf(stored, { ...stored, sender_name: null, bank_providers: [] })).toEqual({
      sender_name: null,
      bank_providers: [],
    })
  })
})
