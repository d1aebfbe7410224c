/** The addresses of a test mail while they are written; they begin with those of the last time, or one's own. */
import { useState } from "react"

import { addressesIn, keepTestAddresses, lastTestAddresses, MOST_TEST_ADDRESSES } from "../lib/test-addresses"
import { useMe } from "./use-users"

export function useTestAddresses() {
  const { data: me } = useMe()
  const [typed, setText] = useState<string>()
  const text = typed ?? (me ? (lastTestAddresses(me.id) ?? me.email) : "")
  const addresses = addressesIn(text)
  return {
    text,
    setText,
    addresses,
    tooMany: addresses.length > MOST_TEST_ADDRESSES,
    keep: () => me && keepTestAddresses(me.id, addresses),
  }
}

export type TestAddresses = ReturnType<typeof useTestAddresses>
