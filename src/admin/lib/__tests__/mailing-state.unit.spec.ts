/** What a mailing is called while Send can still be undone. */
import { stateKey } from "../mailing-state"

it("what was sent and waits for the end of its grace is about to be sent, what has an hour is scheduled", () => {
  expect(stateKey({ state: "scheduled", grace_until: "2026-11-26T00:00:30Z" })).toBe("mailingState.grace")
  expect(stateKey({ state: "scheduled", grace_until: null })).toBe("mailingState.scheduled")
})
