/** @jest-environment jsdom */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { renderHook } from "@testing-library/react"
import i18next from "i18next"
import type { ReactNode } from "react"
import { I18nextProvider, initReactI18next } from "react-i18next"

import { asInABrowser } from "../../../hooks/__tests__/browser"
import texts from "../../../i18n"
import { queryKeys } from "../../../lib/query-keys"
import type { AudienceFilter } from "../../../lib/types"
import type * as audienceWords from "../use-audience-words"

let { useFilterWords } = {} as typeof audienceWords
const i18n = i18next.createInstance()

beforeAll(async () => {
  asInABrowser()
  ;({ useFilterWords } = jest.requireActual<typeof audienceWords>("../use-audience-words"))
  await i18n
    .use(initReactI18next)
    .init({ lng: "en", resources: texts, interpolation: { escapeValue: false } })
})

async function words(language: "en" | "ja", filter: AudienceFilter): Promise<string[]> {
  await i18n.changeLanguage(language)
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  client.setQueryData(queryKeys.options, { timezone: "Asia/Tokyo", attachment_megabytes: 25, transports: [] })
  client.setQueryData(queryKeys.groups, [])
  const wrapper = ({ children }: { children: ReactNode }) => (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </I18nextProvider>
  )
  return renderHook(() => useFilterWords(filter), { wrapper }).result.current
}

const counted = (count: { $gte?: number; $lte?: number }): AudienceFilter => ({ orders: { count } })

it("a range of numbers says which of its ends is open", async () => {
  expect(await words("en", counted({ $gte: 2 }))).toEqual(["Number of orders: 2 or more"])
  expect(await words("en", counted({ $lte: 5 }))).toEqual(["Number of orders: up to 5"])
  expect(await words("en", counted({ $gte: 0, $lte: 5 }))).toEqual(["Number of orders: 0 – 5"])
  expect(await words("ja", counted({ $gte: 2 }))).toEqual(["注文回数：2以上"])
  expect(await words("ja", counted({ $lte: 5 }))).toEqual(["注文回数：5以下"])
  expect(await words("ja", counted({ $gte: 2, $lte: 5 }))).toEqual(["注文回数：2〜5"])
})

it("a range of days does the same in its own words", async () => {
  expect(await words("en", { last_order_at: { $gte: "2026-01-31" } })).toEqual([
    "Last order: from Jan 31, 2026",
  ])
  expect(await words("en", { created_at: { $lte: "2026-01-31" } })).toEqual([
    "Registered: until Jan 31, 2026",
  ])
  expect(await words("ja", { last_order_at: { $gte: "2026-01-31" } })).toEqual(["最終購入日：2026/01/31以降"])
  expect(await words("ja", { created_at: { $lte: "2026-01-31" } })).toEqual(["登録日：2026/01/31まで"])
})
