/** @jest-environment jsdom */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query"
import { act, renderHook } from "@testing-library/react"
import type { ReactNode } from "react"

import type { Mailing } from "../../lib/types"
import type * as draft from "../use-draft"
import { asInABrowser } from "./browser"

let { useAutosave } = {} as typeof draft

beforeAll(() => {
  asInABrowser()
  ;({ useAutosave } = jest.requireActual<typeof draft>("../use-draft"))
})
beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const rest = (milliseconds: number) => act(() => jest.advanceTimersByTimeAsync(milliseconds))

/** A composer, and what it stored. The store can be held up, or refuse. */
function compose(id?: string) {
  const stored: string[] = []
  const created: string[] = []
  let answer: () => Promise<void> = async () => undefined
  const keep = async (name: string, { subject }: { subject: string }) => {
    stored.push(`${name} ${subject}`)
    await answer()
    return { mailing: { id: id ?? "mling_1" } as Mailing }
  }
  const store = {
    id,
    initial: { subject: "" },
    create: (value: { subject: string }) => keep("create", value),
    update: (_: string, value: { subject: string }) => keep("update", value),
  }
  const onCreated = (made: string) => void created.push(made)
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  const { result } = renderHook(() => useAutosave(store, onCreated), { wrapper })
  return {
    result,
    stored,
    created,
    answersWith: (next: () => Promise<void>) => (answer = next),
    write: (subject: string) => act(() => result.current.update({ subject })),
  }
}

it("an empty composer stores nothing, and what is written is stored once its writer rests", async () => {
  const { result, stored, created, write } = compose()
  await rest(10_000)
  expect([result.current.status, stored]).toEqual(["new", []])

  write("N")
  await rest(500)
  write("News")
  await rest(500)
  expect([result.current.status, stored]).toEqual(["unsaved", []])

  await rest(300)
  expect([result.current.status, stored, created]).toEqual(["saved", ["create News"], ["mling_1"]])
})

it("saves come one after another, so that one composer makes one mailing", async () => {
  const { result, stored, created, answersWith, write } = compose()
  let finish = () => undefined as void
  answersWith(() => new Promise((resolve) => (finish = resolve)))

  write("News")
  await rest(800)
  write("News of autumn")
  await rest(800)
  expect([result.current.status, stored]).toEqual(["unsaved", ["create News"]])

  answersWith(async () => undefined)
  await act(async () => finish())
  await rest(800)
  expect(stored.slice(0, 2)).toEqual(["create News", "update News of autumn"])
  expect([result.current.status, created]).toEqual(["saved", ["mling_1"]])
})

it("what could not be stored stays on the page, and is stored when it is tried again", async () => {
  const { result, stored, answersWith, write } = compose("mling_7")
  answersWith(() => Promise.reject(new Error("offline")))

  write("News")
  await rest(800)
  expect([result.current.status, result.current.draft.subject]).toEqual(["failed", "News"])

  answersWith(async () => undefined)
  await act(async () => void (await result.current.save()))
  expect([result.current.status, stored]).toEqual(["saved", ["update News", "update News"]])
})

it("what needs the stored draft is done once it is stored, and the next save waits for it", async () => {
  const { result, stored, answersWith, write } = compose()
  let finish = () => undefined as void
  write("News")
  const done = act(() =>
    result.current.saveThen(async (id) => {
      stored.push(`file of ${id}`)
      await new Promise<void>((resolve) => (finish = resolve))
    })
  )
  await rest(800)
  write("News of autumn")
  await rest(800)
  expect(stored).toEqual(["create News", "file of mling_1"])
  finish()
  await done
  await rest(800)
  expect(stored.at(-1)).toBe("update News of autumn")

  answersWith(() => Promise.reject(new Error("offline")))
  const work = jest.fn()
  await act(async () => expect(await result.current.saveThen(work)).toBeUndefined())
  expect(work).not.toHaveBeenCalled()
})
