/** One mail in the hands of a transport that does what it likes. */
import { Attempt, type Ending } from "../attempt"
import { outcomeOf } from "../outcome"
import type { MailToSend } from "../shape"

const bytes = Buffer.from("Subject: x\r\n\r\nHello\r\n")
const message = { id: "mdlv_1", from: "shop@shop.test", to: "hanako@x.test", bytes }

async function play(
  send: (mail: MailToSend) => unknown,
  milliseconds = 1_000
): Promise<{ attempt: Attempt; ending: Ending }> {
  const attempt = new Attempt(message)
  return { attempt, ending: await attempt.run({ send } as never, milliseconds) }
}

it("what has not got the message in time does not get it any more", async () => {
  let mail: MailToSend | undefined
  const { attempt, ending } = await play((given) => {
    mail = given
    return new Promise(() => undefined)
  }, 10)
  expect(ending).toEqual({ kind: "late", milliseconds: 10 })
  expect(mail!.signal.aborted).toBe(true)
  expect(() => mail!.handOver()).toThrow(/time of this mail is over/)
  expect(outcomeOf(ending, attempt.handedOver, [])).toMatchObject({ kind: "not_sent" })
})

it("nor does what has answered", async () => {
  let mail: MailToSend | undefined
  await play((given) => {
    mail = given
    return { kind: "not_sent" }
  })
  expect(() => mail!.handOver()).toThrow(/time of this mail is over/)
})

it("the message is a copy in memory of its own", async () => {
  await play((mail) => {
    const copy = mail.handOver()
    expect(copy).toEqual(bytes)
    expect(copy.buffer.byteLength).toBe(bytes.length)
    copy.fill(0)
    expect(mail.handOver()).toEqual(bytes)
  })
  expect(bytes.toString()).toBe("Subject: x\r\n\r\nHello\r\n")
})

it.each([
  [true, { kind: "uncertain" }],
  [false, { kind: "not_sent", withdrawn: true }],
])("cut off by the end of the process, with the message taken: %p", async (takes, outcome) => {
  const attempt = new Attempt(message)
  const running = attempt.run(
    { send: (mail: MailToSend) => (takes && mail.handOver(), new Promise(() => undefined)) } as never,
    60_000
  )
  attempt.cutOff()
  expect(outcomeOf(await running, attempt.handedOver, [])).toMatchObject(outcome)
})

/** Answers that bite whoever reads them. */
const HOSTILE: unknown[] = [
  undefined,
  null,
  "accepted",
  [],
  { kind: "accepted", words: 7 },
  { kind: "rejected" },
  Object.defineProperty({}, "kind", {
    get() {
      throw new Error("bite")
    },
  }),
]

it.each(HOSTILE.map((answer, index) => [index, answer]))("answer %i is none", async (_, answer) => {
  const before = await play(() => answer)
  expect(outcomeOf(before.ending, before.attempt.handedOver, []).kind).toBe("not_sent")
  const after = await play((mail) => (mail.handOver(), answer))
  expect(outcomeOf(after.ending, after.attempt.handedOver, []).kind).toBe("uncertain")
})

it.each([
  ["x", "x"],
  [undefined, "undefined"],
  [new Error("with s3cret in it"), "with … in it"],
  [Object.create(null), "an error without words"],
  [
    new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") }),
    "fetch failed: connect ECONNREFUSED",
  ],
])("%# thrown is told in words", async (thrown, words) => {
  const { ending } = await play(() => Promise.reject(thrown))
  expect(outcomeOf(ending, false, ["s3cret"])).toMatchObject({ message: `Before the hand-over: ${words}` })
})
