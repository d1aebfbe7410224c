/** Words of our own that the rules of failures must know, whatever the service's are. */
import { classifyReply } from "../../failures/classify"
import type { SendOutcome } from "../../smtp/transport"
import { outcomeOf } from "../outcome"

it.each([undefined, "", "sl0w d0wn", "もう少しゆっくり"])(
  "too fast in the words %p slows sending down",
  (words) => {
    const outcome = outcomeOf({ kind: "answered", answer: { kind: "too_fast", words } }, true, [])
    const { reply } = outcome as Extract<SendOutcome, { kind: "rejected" }>
    expect(classifyReply(reply).tooMuch).toBe("in_time")
  }
)
