/** A transport that loses one mail after the other rests. */
import type { SendOutcome } from "../../smtp/transport"
import { Doubts } from "../doubts"

const lost: SendOutcome = { kind: "uncertain", message: "gone" }
const taken = { kind: "accepted" } as SendOutcome
const held: SendOutcome = { kind: "not_sent", phase: "body", message: "later" }

let now: number
let doubts: Doubts

beforeEach(() => {
  now = 0
  doubts = new Doubts(() => now)
})

const lose = (times: number) => Array.from({ length: times }, () => doubts.note(lost))

it("after three in a row, and not after one that was taken between", () => {
  lose(2)
  doubts.note(taken)
  lose(2)
  expect(doubts.reason).toBeNull()
  // It says nothing of the service.
  doubts.note(held)
  lose(1)
  expect(doubts.reason).toBe("The last 3 mails are in doubt. gone")
})

it("for longer and longer, and those that were under way meanwhile make it no longer", () => {
  const rests = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => {
    lose(3)
    now += seconds * 1_000 - 1
    const isResting = doubts.reason !== null
    now += 1
    return isResting && doubts.reason === null
  })
  expect(rests).toEqual(rests.map(() => true))
  doubts.note(taken)
  lose(3)
  now += 1_000
  expect(doubts.reason).toBeNull()
})

it("then one goes before the others, which hear of it", async () => {
  lose(3)
  now += 1_000
  const reasons = await Promise.all(
    [lost, taken, taken].map((outcome) =>
      doubts.inTurn(async () => {
        await Promise.resolve()
        const { reason } = doubts
        doubts.note(reason ? held : outcome)
        return reason
      })
    )
  )
  expect(reasons).toEqual([null, ...Array<string>(2).fill("The last 4 mails are in doubt. gone")])
})
