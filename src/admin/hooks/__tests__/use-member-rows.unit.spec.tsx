/** @jest-environment jsdom */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { renderHook, waitFor } from "@testing-library/react"
import type { ReactNode } from "react"

import type { Member } from "../../lib/types"
import type * as members from "../use-members"
import { asInABrowser } from "./browser"

let { useMemberRows } = {} as typeof members
const fetched = jest.fn<Promise<unknown>, [url: string]>()

beforeAll(() => {
  asInABrowser()
  Object.assign(globalThis, { fetch: fetched })
  ;({ useMemberRows } = jest.requireActual<typeof members>("../use-members"))
})
beforeEach(() => fetched.mockReset())

const member = (customer_id: string) => ({ customer_id }) as Member
const answer = (dates: Record<string, string | null>) => ({
  ok: true,
  json: () =>
    Promise.resolve({
      last_orders: Object.entries(dates).map(([customer_id, last_order_at]) => ({
        customer_id,
        last_order_at,
      })),
    }),
})

/** The rows that a table of these members has, as they change. */
function rowsOf(page: Member[] | undefined) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(useMemberRows, { wrapper, initialProps: page })
}

it("nothing is asked before there is a page, or of an empty one", () => {
  const { result, rerender } = rowsOf(undefined)
  expect(result.current).toBeUndefined()
  rerender([])
  expect(result.current).toEqual([])
  expect(fetched).not.toHaveBeenCalled()
})

it("the page is there at once, and its last orders when they are known; who stays keeps the day", async () => {
  fetched.mockResolvedValueOnce(answer({ a: "2026-01-31T00:00:00Z", b: null }))
  const { result, rerender } = rowsOf([member("a"), member("b")])

  const days = () => result.current!.map(({ last_order_at }) => last_order_at)
  expect(days()).toEqual([undefined, undefined])
  await waitFor(() => expect(days()).toEqual(["2026-01-31T00:00:00Z", null]))
  expect(decodeURIComponent(fetched.mock.lastCall![0])).toContain(
    "/members/last-orders?customer_ids[0]=a&customer_ids[1]=b"
  )

  fetched.mockResolvedValueOnce(answer({ b: null, c: "2026-02-01T00:00:00Z" }))
  rerender([member("b"), member("c")])
  expect(days()).toEqual([null, undefined])
  await waitFor(() => expect(days()).toEqual([null, "2026-02-01T00:00:00Z"]))
})

it("what could not be looked up is not taken for never", async () => {
  fetched.mockResolvedValueOnce({
    ok: false,
    status: 500,
    statusText: "Error",
    json: () => Promise.resolve({}),
  })
  const { result } = rowsOf([member("a")])

  expect(result.current).toMatchObject([{ customer_id: "a", lastOrderFailed: false }])
  await waitFor(() =>
    expect(result.current).toEqual([{ customer_id: "a", last_order_at: undefined, lastOrderFailed: true }])
  )
})

it("who was deleted since the page was shown is not waited for, and holds up nobody", async () => {
  fetched.mockResolvedValueOnce(answer({ b: null }))
  const { result } = rowsOf([member("gone"), member("b")])

  await waitFor(() =>
    expect(result.current).toEqual([
      { customer_id: "gone", last_order_at: undefined, lastOrderFailed: true },
      { customer_id: "b", last_order_at: null, lastOrderFailed: false },
    ])
  )
})
