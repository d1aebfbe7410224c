/** The render threads keep whatever it is given off this thread, ends what takes too long, and serves everybody in turn. */
import { delayDuring } from "../../../../../integration-tests/support/loop-delay"
import type { BuildContext } from "../../content/build"
import { exampleVariables } from "../../content/catalogue"
import type { MemberContent } from "../../words"
import { build as buildFrom, closeRenderThreads, render, RenderThreadsBusy } from ".."
import { RenderThread } from "../render-thread"

jest.setTimeout(120_000)

const context: BuildContext = {
  kind: "member",
  from: { name: "S", address: "shop@shop.test" },
  replyTo: null,
  language: "en",
  signature: { text: null, html: null },
  example: exampleVariables("member", "en"),
}

const build = (queue: string, input: MemberContent, given: BuildContext) =>
  buildFrom(queue, input, given, (basis) => basis)

let number = 0

/** Never the same twice, so that none is found built. */
function content(body: string): MemberContent {
  number += 1
  return { subject: `Mail ${number}`, body, format: "html", include_signature: false }
}

/** Let through by every limit, and still far from done after the time that it has: 23 s. */
const SLOW_CSS = `<style>${Array.from({ length: 1_600 }, (_, n) => `p * * * * u{margin-${n}:0}`).join("")}</style>`
const SLOW = `${SLOW_CSS}${"<div>".repeat(145)}${"<u>x</u>".repeat(150)}${"</div>".repeat(145)}`

afterAll(() => closeRenderThreads())

it("builds and draws as it is done in one thread", async () => {
  const { snapshot, errors } = await build(
    "a",
    content("<style>p{color:red}</style><p>{{ member.name }}</p>"),
    context
  )
  expect(errors).toEqual([])
  expect(snapshot).toMatchObject({
    html: expect.stringContaining('<p style="color: red;">{{ member.name }}</p>'),
    variables: ["member.name"],
  })
  expect(await render("a", snapshot, { member: { name: "<A>" } })).toEqual({
    subject: snapshot.subject,
    html: expect.stringContaining('<p style="color: red;">&lt;A&gt;</p>'),
    text: "<A>",
  })
})

it("says which part of a mail cannot be drawn, and whether it is of any use to try again", async () => {
  await expect(
    render("a", { subject: "s", html: null, text: "{% for i in (1..4000000) %}{% endfor %}" }, {})
  ).rejects.toMatchObject({ name: "RenderError", field: "text", failure: "limit", transient: false })
})

it("ends what takes too long with a sentence for its writer, while this thread goes on as ever", async () => {
  let built: Awaited<ReturnType<typeof build>> | undefined
  const delay = await delayDuring(async () => {
    built = await build("a", content(SLOW), context)
  })
  expect(built!.errors).toEqual([
    expect.objectContaining({
      field: "body",
      code: "too_slow",
      message: expect.stringContaining("simpler style sheet"),
    }),
  ])
  expect(delay.p99).toBeLessThan(50)
})

it("serves others while somebody's slow works wait for each other, and no more of them than there is room for", async () => {
  const ended: string[] = []
  const slow = Array.from({ length: 11 }, () =>
    build("slow", content(SLOW), context).then(() => ended.push("slow"))
  )
  await expect(build("slow", content(SLOW), context)).rejects.toThrow(RenderThreadsBusy)

  for (let n = 0; n < 3; n++) {
    expect((await build("other", content("<p>x</p>"), context)).errors).toEqual([])
  }

  // Eleven of them take a minute.
  expect(ended.length).toBeLessThan(11)
  await closeRenderThreads()
  await Promise.all(slow)
})

it("finds what it has built before", async () => {
  const same = content(`<style>p{margin:0}</style>${"<p>x</p>".repeat(500)}`)
  const first = await build("a", same, context)
  expect(await build("a", { ...same }, { ...context })).toBe(first)
  expect(await build("a", same, { ...context, language: "ja" })).not.toBe(first)
})

it("builds a content once, also for those who ask while it is built, and makes nothing for it again", async () => {
  const works = jest.spyOn(RenderThread.prototype, "do")
  const contextOf = jest.fn((basis: BuildContext) => basis)
  const same = content("<style>p{margin:0}</style><p>{{ member.name }}</p>")
  const ask = (queue: string) => buildFrom(queue, same, context, contextOf)

  const [first, ...others] = await Promise.all(["a", "a", "b", "c"].map(ask))
  others.push(await ask("d"))
  others.forEach((other) => expect(other).toBe(first))
  expect(works).toHaveBeenCalledTimes(1)
  expect(contextOf).toHaveBeenCalledTimes(1)

  const changed = await buildFrom("a", { ...same, body: `${same.body}<p>Yours</p>` }, context, contextOf)
  expect(changed.snapshot.text).toContain("Yours")
  expect(works).toHaveBeenCalledTimes(2)
  works.mockRestore()
})

it("who waited for another's build that failed asks for a turn of their own", async () => {
  const works = jest.spyOn(RenderThread.prototype, "do").mockRejectedValueOnce(new Error("out of order"))
  const same = content("<p>x</p>")
  const [first, second] = await Promise.allSettled([build("a", same, context), build("b", same, context)])
  expect(first).toMatchObject({ status: "rejected" })
  expect(second).toMatchObject({ status: "fulfilled", value: { errors: [] } })
  works.mockRestore()
})
