/** @jest-environment jsdom */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { renderHook } from "@testing-library/react"
import i18next from "i18next"
import type { ReactNode } from "react"
import { I18nextProvider, initReactI18next } from "react-i18next"

import { asInABrowser } from "../../../hooks/__tests__/browser"
import texts from "../../../i18n"
import type * as errorWords from "../../../lib/error-words"
import { queryKeys } from "../../../lib/query-keys"
import type * as blockers from "../use-blockers"

let { countsInMonth, useBlockers } = {} as typeof blockers
let { RefusedError } = {} as typeof errorWords
const i18n = i18next.createInstance()

beforeAll(async () => {
  asInABrowser()
  ;({ countsInMonth, useBlockers } = jest.requireActual<typeof blockers>("../use-blockers"))
  ;({ RefusedError } = jest.requireActual<typeof errorWords>("../../../lib/error-words"))
  await i18n.use(initReactI18next).init({ lng: "en", resources: texts })
})

type Input = Parameters<typeof useBlockers>[0]

const READY = {
  handle: {
    draft: { purpose: "marketing", purpose_reason: null, content: { subject: "News", body: "Hello" } },
    status: "saved",
  },
  count: {
    isFetching: false,
    data: { sendable: { count: 3 }, quota: { fits: true, month: "2026-11", remaining: 0 } },
  },
  preview: { isFetching: false, data: { errors: [] } },
  schedule: { later: false, at: null },
}

interface Changes {
  draft?: object
  status?: string
  count?: object
  preview?: object
  schedule?: object
  sender?: string | null
}

/** @returns why this cannot be sent yet. */
function reasons({ draft, status, count, preview, schedule, sender = "shop@shop.test" }: Changes = {}) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
  client.setQueryData(queryKeys.settings, { sender_address: sender })
  client.setQueryData(queryKeys.options, { timezone: "Asia/Tokyo", attachment_megabytes: 25, transports: [] })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </I18nextProvider>
  )
  const input = {
    handle: { draft: { ...READY.handle.draft, ...draft }, status: status ?? "saved" },
    count: { ...READY.count, ...count },
    preview: { ...READY.preview, ...preview },
    schedule: { ...READY.schedule, ...schedule },
  } as unknown as Input
  return renderHook(() => useBlockers(input), { wrapper }).result.current
}

const {
  en: { mailDelivery: en },
} = texts

it("a mail that is whole can be sent", () => {
  expect(reasons()).toEqual([])
})

it("each thing that is missing is a sentence, and all of them are said at once", () => {
  expect(reasons({ draft: { content: { subject: " ", body: "" } }, sender: null })).toEqual([
    en.blocker.noSubject,
    en.blocker.noBody,
    en.blocker.noSender,
  ])
  expect(reasons({ status: "failed" })).toEqual([en.blocker.notSaved])
  expect(reasons({ preview: { data: { errors: [{ code: "x" }] } } })).toEqual([en.blocker.errors])
  expect(reasons({ draft: { purpose: "notice", purpose_reason: " " } })).toEqual([
    en.compose.noticeReasonMissing,
  ])
})

it("nothing is sent on what was counted or checked before the last change", () => {
  expect(reasons({ count: { isFetching: true } })).toEqual([en.blocker.waiting])
  expect(reasons({ preview: { data: undefined } })).toEqual([en.blocker.waiting])
})

it("what was refused is said in its own words, and is not waited for", () => {
  const values = { name: "Regulars" }
  const issue = { code: "segment_gone", field: "audience.segment_id", message: "deleted", values }
  const error = new RefusedError("deleted", "Bad Request", 400, [issue])
  const refused = { isError: true, error, data: undefined }

  const [first, ...others] = reasons({ count: refused })
  expect(first).toContain("“Regulars” has been deleted. Choose the recipients again.")
  expect(others).toEqual([])
})

it("nobody to send to, and no room for them, are told apart", () => {
  const nobody = { data: { sendable: { count: 0 }, quota: { fits: true, month: "2026-11", remaining: 5 } } }
  const many = {
    data: { sendable: { count: 1_200 }, quota: { fits: false, month: "2026-11", remaining: 5 } },
  }

  expect(reasons({ count: nobody })).toEqual([en.blocker.nobody])
  expect(reasons({ count: many })).toEqual([expect.stringContaining("1,200")])
  // Of another month only the server knows the balance.
  const january = new Date("2099-01-15T00:00:00Z")
  expect(reasons({ count: many, schedule: { later: true, at: january } })).toEqual([])
})

it("a time to send at is one, and lies ahead", () => {
  expect(reasons({ schedule: { later: true, at: null } })).toEqual([en.blocker.noTime])
  expect(reasons({ schedule: { later: true, at: new Date(0) } })).toEqual([en.blocker.noTime])
})

it("a mailing counts in the month that the shop's clocks show", () => {
  const at = new Date("2026-11-30T15:30:00Z")
  expect(countsInMonth("2026-11", { later: true, at }, "UTC")).toBe(true)
  expect(countsInMonth("2026-11", { later: true, at }, "Asia/Tokyo")).toBe(false)
  expect(countsInMonth("2026-11", { later: false, at }, "Asia/Tokyo")).toBe(true)
})
